import { type GivenTrial, type Parameter, type Params, type Study, space, validateParams } from '@sweetspot/core'

/** A trial of another program: one to add, or one that still runs there. */
export type ForeignTrial = GivenTrial<Params, string, string> | RunningElsewhere

/** A trial that a process of the other program still runs. */
export interface RunningElsewhere {
  readonly state: 'running'
  readonly params: Params
  readonly details: Parameters<Study['add']>[2]
}

/** Adds trials so that their numbers are their places in the list. */
export async function addInOrder(study: Study, trials: readonly ForeignTrial[]): Promise<void> {
  let batch: GivenTrial<Params, string, string>[] = []
  for (const trial of trials) {
    if (!('details' in trial)) {
      batch.push(trial)
      continue
    }
    await study.addTrials(batch)
    batch = []
    await study.add(trial.params, { state: 'running' }, trial.details)
  }
  await study.addTrials(batch)
}

/** Whether a value is one of a parameter. */
export function fitsParameter(name: string, parameter: Parameter, value: Params[string]): boolean {
  try {
    validateParams(space({ [name]: parameter }), { [name]: value })
    return true
  } catch {
    return false
  }
}

/** One line about trials that run elsewhere. */
export function runningNotice(program: string, numbers: readonly number[]): string[] {
  if (numbers.length === 0) return []
  return [
    `Trials ${numbers.join(', ')} were running in ${program}. They stay running here until you tell, cancel or requeue them.`,
  ]
}
