import type { Trial } from 'sweetspot'

/** Costs nothing, so that only the executor is measured. */
export const objective = ({ params }: Trial<{ readonly x: number }>): number => params.x ** 2

/** The same with ten reports, each followed by a question to the pruner. */
export function reportingObjective({ params, report, shouldPrune }: Trial<{ readonly x: number }>): number {
  for (let step = 0; step < 10; step += 1) {
    report(params.x, step)
    if (shouldPrune()) return 0
  }
  return params.x ** 2
}
