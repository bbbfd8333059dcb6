import { isFinished, type StudyObserver, type TrialRecord } from '@sweetspot/core'

/** Prints a line when a trial starts and when it ends, and notices. */
export function trialLines(metric: string, print: (line: string) => void = console.log): StudyObserver {
  return {
    trialStarted: (trial) => print(`Trial ${trial.number}: ${describe(trial)}`),
    trialFinished(trial, { best }) {
      const seconds = ((trial.finishedAt - trial.startedAt) / 1000).toFixed(1)
      const bestText = best ? `, best so far ${round(best.values[metric] as number)} (trial ${best.number})` : ''
      print(`Trial ${trial.number}: ${result(trial, metric)} after ${seconds} s${bestText}`)
    },
    notice: (text) => print(text),
  }
}

function result(trial: TrialRecord, metric: string): string {
  if (!isFinished(trial)) return trial.state
  if (trial.state === 'completed') return `${metric} = ${round(trial.values[metric] as number)}`
  return trial.state === 'failed' ? `failed (${trial.error ?? trial.reason})` : 'pruned'
}

/** The params of a trial on one line. */
export function describe(trial: Pick<TrialRecord, 'params'>): string {
  return Object.entries(trial.params)
    .map(([name, value]) => `${name} = ${typeof value === 'number' ? round(value) : JSON.stringify(value)}`)
    .join(', ')
}

const round = (value: number) => String(Number(value.toPrecision(4)))
