import type { Comparison } from './comparison.ts'
import { mean } from './mean.ts'

/** Target regrets: 31, ten per power of ten, from 1 down to 0.001. */
export const TARGETS: readonly number[] = Array.from({ length: 31 }, (_, index) => 10 ** (-index / 10))

/**
 * The share of pairs of a run and a target that are solved after each trial: by system, then by trial. The empirical
 * runtime distribution of Hansen, Auger, Brockhoff, Tušar & Tušar (2016), "COCO: performance assessment", with equal
 * weights of tasks.
 */
export function targetEcdf({ systems, tasks, trials }: Comparison): readonly (readonly number[])[] {
  const solved = (regret: number) => TARGETS.filter((target) => regret <= target).length / TARGETS.length
  return systems.map((_, system) =>
    Array.from({ length: trials }, (_, trial) =>
      mean(
        tasks.map(({ runs }) =>
          mean((runs[system] as (typeof runs)[number]).map(({ regret }) => solved(regret[trial] as number))),
        ),
      ),
    ),
  )
}
