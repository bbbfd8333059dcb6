/**
 * Measures whether the recommended trial is truly better than the trial with the best measured value, on problems with
 * known values, and how accurate intervals and ties are. One line for each setting of `noisy`.
 *
 * `npm run bench:recommendation [-- --problem branin|hartmann6] [-- --sampler gp|random|quasi-random] [-- --sd 10]
 * [-- --trials 40] [-- --seeds 16]`
 */
import { parseArgs } from 'node:util'
import { createStudy, gpSampler, type Params, quasiRandomSampler, randomSampler, type Study } from 'sweetspot'
import type { NoiseOption } from 'sweetspot/analysis'
import { foldIn, keyFromSeed } from 'sweetspot/extend'
import { branin, hartmann6, noisyProblem, wilcoxonSignedRank } from 'sweetspot/testing'
import { mean } from '../regret/statistics/mean.ts'

const { values: options } = parseArgs({
  options: {
    problem: { type: 'string', default: 'branin' },
    sampler: { type: 'string', default: 'gp' },
    sd: { type: 'string', default: '10' },
    trials: { type: 'string', default: '40' },
    seeds: { type: 'string', default: '16' },
  },
})
const SAMPLERS = { gp: () => gpSampler({ noisy: true }), random: randomSampler, 'quasi-random': quasiRandomSampler }
const PROBLEMS = { branin, hartmann6 }
const problem = chosen(PROBLEMS, options.problem)()
const sampler = chosen(SAMPLERS, options.sampler)
const [sd, trials, seeds] = [Number(options.sd), Number(options.trials), Number(options.seeds)]

const regretOf = ({ params }: { readonly params: Params }) => problem.evaluate(params) - problem.optimum

const studies: Study[] = []
for (let seed = 1; seed <= seeds; seed += 1) studies.push(await search(seed))
const ways: readonly NoiseOption[] = ['unknown', true, { sd }]
for (const way of ways) {
  const judged = studies.map((study) => judge(study, way))
  const best = judged.map((one) => one.best)
  const recommended = judged.map((one) => one.recommended)
  const differences = recommended.map((regret, index) => regret - (best[index] as number))
  const { pValue } = wilcoxonSignedRank(differences)
  const share = (of: (one: (typeof judged)[number]) => boolean) => `${judged.filter(of).length} of ${seeds}`
  console.log(
    [
      `noisy: ${JSON.stringify(way)}`,
      `regret of the best value ${mean(best).toFixed(3)}`,
      `of the recommended trial ${mean(recommended).toFixed(3)} (signed-rank p = ${pValue.toFixed(3)})`,
      `better in ${differences.filter((d) => d < 0).length}, worse in ${differences.filter((d) => d > 0).length}`,
      `interval contains the truth in ${share(({ held }) => held)}`,
      `truly best among recommended and tied in ${share(({ found }) => found)}`,
      `${mean(judged.map(({ tied }) => tied)).toFixed(1)} tied`,
    ].join('; '),
  )
}

async function search(seed: number): Promise<Study> {
  const measured = noisyProblem(problem, sd)
  const study = await createStudy({ space: problem.space, sampler: sampler(), seed })
  const key = foldIn(keyFromSeed(seed), 'noise of trials')
  await study.optimize(({ params, number }) => measured.evaluate(params, foldIn(key, number)), { trials })
  return study
}

function judge(study: Study, way: NoiseOption) {
  const { trial, low, high, numbers, tied } = study.recommend({ noisy: way })
  const truth = problem.evaluate(trial.params)
  const [trueBest] = study.trials.toSorted((a, b) => regretOf(a as never) - regretOf(b as never))
  return {
    best: regretOf(study.best),
    recommended: regretOf(trial),
    held: low <= truth && truth <= high,
    found: [...numbers, ...tied.flatMap((one) => one.numbers)].includes(trueBest?.number as number),
    tied: tied.length,
  }
}

function chosen<T extends object>(known: T, name: string): T[keyof T] {
  if (Object.hasOwn(known, name)) return known[name as keyof T]
  throw new Error(`Expected one of ${Object.keys(known).join(', ')}; received ${name}.`)
}
