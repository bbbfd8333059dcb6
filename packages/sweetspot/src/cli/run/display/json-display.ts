import type { TextStream } from '../../../terminal/live-screen.ts'
import { trialData } from '../../studies/trial-texts.ts'
import type { RunDisplay } from './run-display.ts'

/**
 * Writes each event of a run as a JSON object on a line, with its name as `event` and the time as `at`. Infinities and NaN
 * are texts.
 */
export function jsonDisplay(stream: TextStream, now: () => number): RunDisplay {
  const write = (event: string, data: object) => void stream.write(`${eventLine({ event, at: now(), ...data })}\n`)
  return {
    begin({ name, isNew, parameters, sampler, pruner, storage, trials, snapshot }) {
      const { directions, constraints } = snapshot()
      write('study', { study: name, isNew, directions, constraints, parameters, sampler, pruner, storage, trials })
    },
    say: (text, kind) => write(kind, { text }),
    notice: (text) => write('notice', { text }),
    trialStarted: ({ number, attempt, params }) => write('trial-started', { trial: number, attempt, params }),
    trialReported: ({ number }, { step, values }) => write('trial-reported', { trial: number, step, values }),
    trialPaused: ({ number, reason }) => write('trial-paused', { trial: number, reason }),
    trialFinished(trial, { best }) {
      const { number, measurements: _, ...data } = trialData(trial)
      write('trial-finished', { trial: number, ...data, best: best?.number })
    },
    close() {},
  }
}

/** JSON has no NaN and no infinities: they are texts. */
export const eventLine = (event: object) =>
  JSON.stringify(event, (_, item: unknown) =>
    typeof item === 'number' && !Number.isFinite(item) ? String(item) : item,
  )
