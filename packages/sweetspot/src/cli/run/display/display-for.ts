import type { CommandContext } from '../../command-context.ts'
import { commandLineWords } from '../../command-line-words.ts'
import { paletteFor } from '../../output/palette.ts'
import { jsonDisplay } from './json-display.ts'
import { liveDisplay } from './live-display.ts'
import { plainDisplay } from './plain-display.ts'
import type { RunDisplay } from './run-display.ts'

/**
 * Leaves out notices that were already given before the first trial: each call of `optimize` gives the advice of the
 * sampler, and a run has two.
 */
function withoutRepeats(display: RunDisplay): RunDisplay {
  const said = new Set<string>()
  let hasStarted = false
  return {
    ...display,
    trialStarted(trial, snapshot) {
      hasStarted = true
      display.trialStarted?.(trial, snapshot)
    },
    notice(text) {
      if (!said.has(text)) display.notice?.(commandLineWords(text))
      if (!hasStarted) said.add(text)
    },
  }
}

/** The display of a run: JSON lines, nothing, a live block in a terminal, or plain lines. */
export function displayFor(
  context: CommandContext,
  how: { readonly isJson: boolean; readonly isQuiet: boolean },
): RunDisplay {
  return withoutRepeats(displayOf(context, how))
}

function displayOf(
  { session: { stdout, stderr, env, now } }: CommandContext,
  { isJson, isQuiet }: { readonly isJson: boolean; readonly isQuiet: boolean },
): RunDisplay {
  if (isJson) return jsonDisplay(stdout, now)
  if (isQuiet) return { begin() {}, say() {}, notice() {}, close() {} }
  const isLive = stderr.isTTY === true && !env.CI && env.TERM !== 'dumb'
  return isLive ? liveDisplay({ stream: stderr, paint: paletteFor(stderr, env), now }) : plainDisplay(stderr, now)
}
