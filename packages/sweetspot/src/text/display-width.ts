let segmenter: Intl.Segmenter | undefined

/** Splits text into what people see as characters. The segmenter is created late: that takes longer than a command. */
function graphemes(text: string): Iterable<{ readonly segment: string }> {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  return segmenter.segment(text)
}

/** Approximate ranges of East Asian wide and fullwidth characters (Unicode TR 11). */
const WIDE =
  /^[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]/u
const EMOJI = /\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f/u
const NARROW_ASCII = /^[\x20-\x7e]*$/
const INVISIBLE = /^[\p{Mark}\p{Default_Ignorable_Code_Point}]+$/u

/**
 * The width of a text in a terminal: wide (East Asian) characters and emoji take two cells, combining marks none.
 *
 * Accurate enough for tables and progress lines; terminals differ on the newest emoji.
 */
export function displayWidth(text: string): number {
  if (NARROW_ASCII.test(text)) return text.length
  let width = 0
  for (const { segment } of graphemes(text)) width += cellsOf(segment)
  return width
}

function cellsOf(grapheme: string): number {
  if (INVISIBLE.test(grapheme)) return 0
  return WIDE.test(grapheme) || EMOJI.test(grapheme) ? 2 : 1
}

/** Truncates text to a number of cells, ending with `…` if anything is missing. */
export function truncate(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  let [kept, used] = ['', 0]
  for (const { segment } of graphemes(text)) {
    used += cellsOf(segment)
    if (used > width - 1) break
    kept += segment
  }
  return width < 1 ? '' : `${kept}…`
}

/** Pads text with spaces to a number of cells: at the end, or at the start with `align: 'right'`. */
export function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)))
  return align === 'left' ? text + space : space + text
}
