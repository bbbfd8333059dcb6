import { createStudy, gpSampler, randomSampler, type Sampler } from 'sweetspot'
import { hartmann6 } from 'sweetspot/testing'
import { bottomAxis, leftAxis, linear, logarithmic } from './axes.ts'
import { band, element, line, type Point, picture, text } from './svg.ts'

const TRIALS = 60
const SEEDS = 20

/** A usual test with six numbers to find. */
const problem = hartmann6()

/** How far from the optimum the best trial so far is, after each trial. */
async function regrets(sampler: Sampler, seed: number): Promise<number[]> {
  const study = await createStudy({ space: problem.space, seed, sampler })
  await study.optimize(({ params }) => problem.evaluate(params), { trials: TRIALS })
  let best = Number.POSITIVE_INFINITY
  return study.trials.map((trial) => {
    if (trial.state === 'completed') best = Math.min(best, (trial.values.value as number) - problem.optimum)
    return best
  })
}

/** The histories of random and of Bayesian search on one function, with the spread over several seeds. */
export async function history(): Promise<string> {
  const methods = [
    { title: 'random', colour: 'chance', sampler: () => randomSampler() },
    { title: 'Bayesian', colour: 'model', sampler: () => gpSampler() },
  ] as const
  const frame = { left: 52, top: 58, width: 510, height: 230 }
  const x = linear([1, TRIALS], [frame.left, frame.left + frame.width])
  const y = logarithmic([0.001, 4], [frame.top + frame.height, frame.top])
  const clip = element('clipPath', { id: 'history' }, element('rect', { x: 52, y: 50, width: 512, height: 240 }))
  const layers: string[] = []
  const labels: string[] = []
  for (const { title, colour, sampler } of methods) {
    const runs: number[][] = []
    for (let seed = 1; seed <= SEEDS; seed += 1) runs.push(await regrets(sampler(), seed))
    const at = (share: number) =>
      Array.from({ length: TRIALS }, (_, i): Point => {
        const sorted = runs.map((run) => run[i] as number).toSorted((a, b) => a - b)
        const place = share * (sorted.length - 1)
        const [low, high] = [sorted[Math.floor(place)] as number, sorted[Math.ceil(place)] as number]
        return [x(i + 1), y(low + (place - Math.floor(place)) * (high - low))]
      })
    const middle = at(0.5)
    layers.push(band(at(0.75), at(0.25), colour, 0.14), line(middle, colour, { 'stroke-width': 2.5 }))
    labels.push(text(572, (middle.at(-1) as Point)[1] + 4.5, title, { class: colour, 'font-weight': 600 }))
  }
  return picture(
    688,
    344,
    clip,
    text(8, 24, `Distance from the optimum: median and middle half of ${SEEDS} seeds`, { class: 'title' }),
    leftAxis(frame, y, [
      [0.001, '0.001'],
      [0.01, '0.01'],
      [0.1, '0.1'],
      [1, '1'],
    ]),
    element('g', { 'clip-path': 'url(#history)' }, ...layers),
    ...labels,
    bottomAxis(frame, x, [1, 10, 20, 30, 40, 50, 60], 'trials'),
  )
}
