import { createStudy, randomSampler } from 'sweetspot'
import { duration, summarize, type Timing } from './timing.ts'

const PARAMETERS = 10_000
const TRIALS = 20
/** Studies whose first trials are compared; each has one. */
const STUDIES = 5

export interface ManyParametersResult {
  readonly parameters: number
  /** The first trial of a study, which discovers the parameters. */
  readonly first: Timing
  /** The later trials. */
  readonly later: Timing
}

/** Ask, run and tell with 10,000 parameters, floats and integers in turns, in a define-by-run space. */
export async function benchManyParameters(): Promise<ManyParametersResult> {
  const names = Array.from({ length: PARAMETERS }, (_, index) => `p${index}`)
  const first: number[] = []
  const later: number[] = []
  for (let seed = 0; seed < STUDIES; seed += 1) {
    const study = await createStudy({ sampler: randomSampler(), seed })
    for (let trials = 0; trials < TRIALS / STUDIES + 1; trials += 1) {
      const began = performance.now()
      const trial = await study.ask()
      for (const [index, name] of names.entries()) {
        if (index % 2 === 0) trial.float(name, 0, 1)
        else trial.int(name, 0, 9)
      }
      await study.tell(trial, { value: trials })
      const passed = (performance.now() - began) * 1_000
      if (trials === 0) first.push(passed)
      else later.push(passed)
    }
    await study.close()
  }
  return { parameters: PARAMETERS, first: summarize(first), later: summarize(later) }
}

export function showManyParameters({ parameters, first, later }: ManyParametersResult): string[] {
  const many = parameters.toLocaleString('en')
  return [
    `a trial with ${many} define-by-run parameters: the first ${duration(first.median)}, later ones ${duration(later.median)}`,
  ]
}
