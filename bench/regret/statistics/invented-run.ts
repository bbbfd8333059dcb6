import type { RunRecord } from '../run-record.ts'

/** A run for tests, from some of its members. Default: a run of `a` on `made/one` with seed 1. */
export function inventedRun(given: Partial<RunRecord> & Pick<RunRecord, 'regret'>): RunRecord {
  const trials = given.regret.length
  return {
    system: 'a',
    scenario: 'made',
    instance: 'one',
    seed: 1,
    trials,
    parallel: 1,
    version: '0',
    values: given.regret,
    failures: 0,
    duplicates: 0,
    askMs: given.regret.map(() => 2),
    tellMs: given.regret.map(() => 1),
    ...given,
  }
}
