/** Functions that style text for terminals (ECMA-48), or return it unchanged. */
export interface Paint {
  dim(text: string): string
  bold(text: string): string
  green(text: string): string
  yellow(text: string): string
  red(text: string): string
  cyan(text: string): string
}

const sequence = (on: number, off: number) => (text: string) =>
  text === '' ? '' : `\u001b[${on}m${text}\u001b[${off}m`

/** Styles for terminals with colours. */
export const COLOURS: Paint = Object.freeze({
  dim: sequence(2, 22),
  bold: sequence(1, 22),
  green: sequence(32, 39),
  yellow: sequence(33, 39),
  red: sequence(31, 39),
  cyan: sequence(36, 39),
})

/** Moves the cursor up by `lines`, to the first column. */
export const lineUp = (lines: number) => (lines > 0 ? `\u001b[${lines}A\r` : '\r')
export const ERASE_LINE = '\u001b[2K'
export const ERASE_TO_LINE_END = '\u001b[K'
export const ERASE_BELOW = '\u001b[J'
