import type { FinishedTrial, Params, StudyObserver } from '@sweetspot/core'
import { print } from './print.ts'
import { bestTrials } from './trial-checkpoints.ts'

/** Creates an observer that prints notices, and a line when a trial starts and when it ends. */
export function trialLines(metric: string, write: (line: string) => unknown = print): StudyObserver {
  return {
    trialStarted: ({ number, params }) => void write(`Trial ${number}: ${describeParams(params)}`),
    trialFinished(trial, snapshot) {
      const [best] = bestTrials(snapshot, 1)
      const seconds = ((trial.finishedAt - trial.startedAt) / 1000).toFixed(1)
      const bestText = best ? `; best so far ${rounded(best.values[metric] as number)} (trial ${best.number})` : ''
      write(`Trial ${trial.number}: ${resultText(trial, metric)} after ${seconds} s${bestText}`)
    },
    notice: (text) => void write(text),
  }
}

function resultText(trial: FinishedTrial, metric: string): string {
  switch (trial.state) {
    case 'completed':
      return `${metric} = ${rounded(trial.values[metric] as number)}`
    case 'pruned':
      return 'stopped early'
    case 'failed':
      return `failed (${trial.error ?? trial.reason})`
  }
}

/** Formats the params of a trial on one line. */
export function describeParams(params: Params): string {
  const entries = Object.entries(params)
  if (entries.length === 0) return 'no hyperparameters yet'
  return entries
    .map(([name, value]) => `${name} = ${typeof value === 'number' ? rounded(value) : JSON.stringify(value)}`)
    .join(', ')
}

/** Formats a number with four significant digits. */
export const rounded = (value: number) => String(Number(value.toPrecision(4)))
