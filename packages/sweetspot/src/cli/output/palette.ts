import type { TrialState } from '@sweetspot/core'
import { COLOURS, type Paint } from '../../terminal/ansi.ts'
import type { TextStream } from '../../terminal/live-screen.ts'

const same = (text: string) => text

/** No colours. */
const PLAIN: Paint = Object.freeze({ dim: same, bold: same, green: same, yellow: same, red: same, cyan: same })

/**
 * The colours for a stream: those of a terminal unless NO_COLOR or CI is set or the terminal is dumb. FORCE_COLOR has
 * the last word: `0` and `false` turn colours off, anything else on.
 */
export function paletteFor(stream: TextStream, env: { readonly [name: string]: string | undefined }): Paint {
  const { FORCE_COLOR, NO_COLOR, CI, TERM } = env
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return /^(?:0|false)$/.test(FORCE_COLOR) ? PLAIN : COLOURS
  return stream.isTTY === true && !NO_COLOR && !CI && TERM !== 'dumb' ? COLOURS : PLAIN
}

/** The colour of the word for a state of a trial. */
export function paintState(paint: Paint, state: TrialState): (text: string) => string {
  switch (state) {
    case 'completed':
      return paint.green
    case 'running':
      return paint.cyan
    case 'failed':
      return paint.red
    case 'pruned':
    case 'paused':
      return paint.yellow
    case 'waiting':
      return paint.dim
  }
}

/** Limits of the width of output, in cells. */
const NARROWEST = 40
const WIDEST = 200

/** The usable width of a stream, in cells. */
export function widthOf(stream: TextStream, env: { readonly [name: string]: string | undefined }): number {
  const columns = stream.columns || Number(env.COLUMNS) || 80
  return Math.min(WIDEST, Math.max(NARROWEST, Math.floor(columns)))
}
