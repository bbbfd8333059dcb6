import { countOf, type StudyObserver, type StudySnapshot } from '@sweetspot/core'

/** Shows a run. */
export interface RunDisplay extends StudyObserver {
  /** Shows the study that runs from now on. */
  begin(run: ShownRun): void
  /** Says something about the run, such as what was read from its first trial. */
  say(text: string, kind: 'check' | 'notice' | 'interruption'): void
  /** Removes what is only for the time of the run. */
  close(): void
}

/** The run that a display shows. */
export interface ShownRun {
  readonly name: string
  readonly isNew: boolean
  readonly goal: string
  readonly parameters: readonly string[]
  readonly sampler: string
  readonly pruner: string
  readonly storage: string
  /** Trials of the study in total, if limited. */
  readonly trials: number | undefined
  /** Milliseconds since 1970 after which no trial starts. */
  readonly deadline: number | undefined
  snapshot(): StudySnapshot
}

/** The first line of a run. */
export function runHeader({ name, isNew, goal, parameters, sampler, pruner, storage, snapshot }: ShownRun): string {
  const { next } = snapshot().trials
  const state = isNew ? 'new' : `${countOf(next, 'trial')} so far`
  const count = countOf(parameters.length, 'param')
  const prunes = pruner === 'none' ? [] : [`pruner ${pruner}`]
  return [`Study ${name} (${state})`, goal, count, `sampler ${sampler}`, ...prunes, storage].join(' · ')
}
