import { wilcoxonSignedRank } from 'sweetspot/testing'
import { taskAulc } from './aulc.ts'
import { bootstrapMean, type Estimate } from './bootstrap.ts'
import type { Comparison } from './comparison.ts'
import { holm } from './holm.ts'
import { mean } from './mean.ts'
import { taskRanks } from './ranks.ts'

/** The result of a system in a comparison. */
export interface Standing {
  readonly system: string
  readonly aulc: Estimate
  readonly rank: Estimate
  /** Its AULC minus that of the first system; positive if it is worse. Undefined for the first system. */
  readonly difference?: Estimate
  /** The p-value of zero median difference on the tasks: two-sided signed-rank test, with Holm's correction. */
  readonly pValue?: number
  /** Means over all trials, in milliseconds. */
  readonly askMs: number
  readonly tellMs: number
  readonly failures: number
  readonly duplicates: number
}

/** All systems, in the order of the comparison; the others are compared with the first one. */
export function standingsOf(comparison: Comparison): readonly Standing[] {
  const { systems, tasks } = comparison
  const aulcs = tasks.map(taskAulc)
  const ranks = tasks.map(taskRanks)
  const column = (table: readonly (readonly number[])[], system: number) => table.map((row) => row[system] as number)
  const differences = systems.map((_, system) => aulcs.map((row) => (row[system] as number) - (row[0] as number)))
  const pValues = holm(differences.slice(1).map((own) => wilcoxonSignedRank(own).pValue))
  return systems.map((system, index): Standing => {
    const runs = tasks.flatMap((task) => task.runs[index] ?? [])
    const total = (counted: (run: (typeof runs)[number]) => number) => runs.reduce((sum, run) => sum + counted(run), 0)
    return {
      system,
      aulc: bootstrapMean(column(aulcs, index)),
      rank: bootstrapMean(column(ranks, index)),
      ...(index > 0 && {
        difference: bootstrapMean(differences[index] as number[]),
        pValue: pValues[index - 1] as number,
      }),
      askMs: mean(runs.flatMap(({ askMs }) => askMs)),
      tellMs: mean(runs.flatMap(({ tellMs }) => tellMs)),
      failures: total(({ failures }) => failures),
      duplicates: total(({ duplicates }) => duplicates),
    }
  })
}
