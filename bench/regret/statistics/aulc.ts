import type { RunRecord } from '../run-record.ts'

/** The first trial that counts: before it, who leads is chance. */
export const FIRST_TRIAL = 10

/**
 * The area under the learning curve: log10 of the normalised regret, averaged over the trials from the tenth to the last;
 * lower is better. One less is ten times nearer to the optimum.
 */
export function aulc({ regret }: Pick<RunRecord, 'regret'>): number {
  const counted = regret.slice(Math.min(FIRST_TRIAL, regret.length) - 1)
  return mean(counted.map(Math.log10))
}

export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
