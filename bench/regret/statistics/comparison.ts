import type { RunRecord } from '../run-record.ts'

/** A task that every system ran with the same seeds. */
export interface ComparedTask {
  readonly scenario: string
  readonly instance: string
  /** By system, then by seed, in the order of `Comparison.systems` and of the seeds. */
  readonly runs: readonly (readonly RunRecord[])[]
}

/** Systems on the tasks and seeds that all of them ran, so that none profits from easier tasks or luckier seeds. */
export interface Comparison {
  readonly systems: readonly string[]
  readonly tasks: readonly ComparedTask[]
  /** Trials of each run, and trials that ran at once. */
  readonly trials: number
  readonly parallel: number
  /** Descriptions of excluded tasks and seeds. */
  readonly leftOut: readonly string[]
}

/**
 * Compares runs; runs with different numbers of trials or parallel trials are in separate comparisons.
 *
 * @param order - Systems that come first, in this order; the others follow in order of appearance.
 */
export function comparisonsOf(runs: readonly RunRecord[], order: readonly string[] = []): readonly Comparison[] {
  const budgets = Map.groupBy(runs, ({ trials, parallel }) => `${trials}/${parallel}`)
  return [...budgets.values()].map((own) => {
    const { trials, parallel } = own[0] as RunRecord
    const present = new Set(own.map(({ system }) => system))
    const systems = [...new Set([...order.filter((system) => present.has(system)), ...present])]
    const leftOut: string[] = []
    const tasks = [...Map.groupBy(own, ({ scenario, instance }) => `${scenario}/${instance}`)].flatMap(
      ([name, ofTask]) => comparedTask(name, ofTask, systems, leftOut),
    )
    return { systems, tasks, trials, parallel, leftOut }
  })
}

function comparedTask(
  name: string,
  ofTask: readonly RunRecord[],
  systems: readonly string[],
  leftOut: string[],
): ComparedTask[] {
  const { scenario, instance } = ofTask[0] as RunRecord
  const bySeed = [...Map.groupBy(ofTask, ({ seed }) => seed)].sort(([one], [other]) => one - other)
  const complete = bySeed.filter(([, ofSeed]) => new Set(ofSeed.map(({ system }) => system)).size === systems.length)
  if (complete.length < bySeed.length) {
    leftOut.push(
      `${name}: ${bySeed.length - complete.length} of ${bySeed.length} seeds, which not all systems were run with`,
    )
  }
  if (complete.length === 0) return []
  const runs = systems.map((system) =>
    complete.map(([, ofSeed]) => ofSeed.find((record) => record.system === system) as RunRecord),
  )
  return [{ scenario, instance, runs }]
}

/** The comparison on the tasks of one scenario. */
export const ofScenario = (comparison: Comparison, scenario: string): Comparison => ({
  ...comparison,
  tasks: comparison.tasks.filter((task) => task.scenario === scenario),
})

/** The scenarios of the tasks, in order of appearance. */
export const scenariosOf = ({ tasks }: Comparison): readonly string[] => [
  ...new Set(tasks.map(({ scenario }) => scenario)),
]
