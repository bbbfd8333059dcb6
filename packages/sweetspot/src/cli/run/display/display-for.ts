import type { CommandContext } from '../../command-context.ts'
import { paletteFor } from '../../output/palette.ts'
import { jsonDisplay } from './json-display.ts'
import { liveDisplay } from './live-display.ts'
import { plainDisplay } from './plain-display.ts'
import type { RunDisplay } from './run-display.ts'

/** The display of a run: JSON lines, nothing, a live block in a terminal, or plain lines. */
export function displayFor(
  { session: { stdout, stderr, env, now } }: CommandContext,
  { isJson, isQuiet }: { readonly isJson: boolean; readonly isQuiet: boolean },
): RunDisplay {
  if (isJson) return jsonDisplay(stdout, now)
  if (isQuiet) return { begin() {}, say() {}, notice() {}, close() {} }
  const isLive = stderr.isTTY === true && !env.CI && env.TERM !== 'dumb'
  return isLive ? liveDisplay({ stream: stderr, paint: paletteFor(stderr, env), now }) : plainDisplay(stderr, now)
}
