import { bootstrapMean, type Estimate } from './bootstrap.ts'
import type { Comparison } from './comparison.ts'
import { mean } from './mean.ts'

/** Mean log10 regret after each trial, over seeds, then over tasks: by system, then by trial. */
export function regretCurves({ systems, tasks, trials }: Comparison): readonly (readonly Estimate[])[] {
  return systems.map((_, system) =>
    Array.from({ length: trials }, (_, trial) =>
      bootstrapMean(
        tasks.map(({ runs }) =>
          mean((runs[system] as (typeof runs)[number]).map(({ regret }) => Math.log10(regret[trial] as number))),
        ),
      ),
    ),
  )
}
