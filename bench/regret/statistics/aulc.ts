import type { RunRecord } from '../run-record.ts'
import type { ComparedTask } from './comparison.ts'
import { mean } from './mean.ts'

/** The first trial that counts: before it, the ranking is random. */
export const FIRST_TRIAL = 10

/**
 * The area under the learning curve: log10 of the normalised regret, averaged over the trials from the tenth to the
 * last; the lower the better. A difference of 1 is a factor of ten in distance from the optimum.
 */
export function aulc({ regret }: Pick<RunRecord, 'regret'>): number {
  return mean(regret.slice(Math.min(FIRST_TRIAL, regret.length) - 1).map(Math.log10))
}

/** The AULC of each system on a task: the mean over the seeds. */
export const taskAulc = ({ runs }: ComparedTask): readonly number[] => runs.map((bySeed) => mean(bySeed.map(aulc)))
