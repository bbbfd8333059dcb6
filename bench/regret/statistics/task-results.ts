import type { RunRecord } from '../run-record.ts'

/** All runs of all systems on one task, by system, then by seed. */
export interface TaskResults {
  readonly scenario: string
  readonly instance: string
  readonly bySystem: ReadonlyMap<string, readonly RunRecord[]>
}

/** Runs by task, systems in the order of their first appearance. */
export function resultsByTask(runs: readonly RunRecord[]): readonly TaskResults[] {
  const tasks = Map.groupBy(runs, ({ scenario, instance }) => `${scenario}/${instance}`)
  return [...tasks.values()].map((ofTask) => {
    const { scenario, instance } = ofTask[0] as RunRecord
    const bySystem = Map.groupBy(ofTask, ({ system }) => system)
    return {
      scenario,
      instance,
      bySystem: new Map(
        [...bySystem].map(([system, records]) => [system, records.toSorted((one, other) => one.seed - other.seed)]),
      ),
    }
  })
}

/** The systems of some runs in the order of their first appearance. */
export const systemsOf = (runs: readonly RunRecord[]): readonly string[] => [
  ...new Set(runs.map(({ system }) => system)),
]
