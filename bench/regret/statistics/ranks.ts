import { ranks } from 'sweetspot/testing'
import { aulc } from './aulc.ts'
import type { ComparedTask, Comparison } from './comparison.ts'
import { mean } from './mean.ts'

/** The rank of each system on a task by AULC (1 is best; ties share the mean of their ranks), averaged over seeds. */
export const taskRanks = (task: ComparedTask): readonly number[] => meanRanks(task, aulc)

/** The mean rank after each trial, by regret so far: by system, then by trial. */
export function rankCurves({ systems, tasks, trials }: Comparison): readonly (readonly number[])[] {
  const byTrial = Array.from({ length: trials }, (_, trial) => {
    const byTask = tasks.map((task) => meanRanks(task, ({ regret }) => regret[trial] as number))
    return systems.map((_, system) => mean(byTask.map((own) => own[system] as number)))
  })
  return systems.map((_, system) => byTrial.map((own) => own[system] as number))
}

function meanRanks(
  { runs }: ComparedTask,
  score: (run: ComparedTask['runs'][number][number]) => number,
): readonly number[] {
  const seeds = (runs[0] as readonly unknown[]).length
  const bySeed = Array.from({ length: seeds }, (_, seed) =>
    ranks(runs.map((own) => score(own[seed] as (typeof own)[number]))),
  )
  return runs.map((_, system) => mean(bySeed.map((own) => own[system] as number)))
}
