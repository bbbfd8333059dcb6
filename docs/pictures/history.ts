import { createStudy, float, gpSampler, randomSampler, type Sampler, space } from 'sweetspot'
import { bottomAxis, leftAxis, linear, logarithmic } from './axes.ts'
import { band, element, line, type Point, picture, text } from './svg.ts'

const TRIALS = 60
const SEEDS = 20

/** The function of Hartmann in six dimensions, a usual test: six valleys, of which the deepest is at −3.32237. */
function hartmann6(x: readonly number[]): number {
  const alpha = [1, 1.2, 3, 3.2]
  const a = [
    [10, 3, 17, 3.5, 1.7, 8],
    [0.05, 10, 17, 0.1, 8, 14],
    [3, 3.5, 1.7, 10, 17, 8],
    [17, 8, 0.05, 10, 0.1, 14],
  ]
  const p = [
    [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
    [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
    [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.665],
    [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
  ]
  return -alpha.reduce((sum, height, i) => {
    const distance = x.reduce((d, xj, j) => d + (a[i]?.[j] as number) * (xj - (p[i]?.[j] as number)) ** 2, 0)
    return sum + height * Math.exp(-distance)
  }, 0)
}
const OPTIMUM = -3.322368011415515

const search = space({ a: float(0, 1), b: float(0, 1), c: float(0, 1), d: float(0, 1), e: float(0, 1), f: float(0, 1) })

/** How far from the optimum the best trial so far is, after each trial. */
async function regrets(sampler: Sampler, seed: number): Promise<number[]> {
  const study = await createStudy({ space: search, seed, sampler })
  await study.optimize(({ params: { a, b, c, d, e, f } }) => hartmann6([a, b, c, d, e, f]), { trials: TRIALS })
  let best = Number.POSITIVE_INFINITY
  return study.trials.map((trial) => {
    if (trial.state === 'completed') best = Math.min(best, (trial.values.value as number) - OPTIMUM)
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
  const y = logarithmic([0.002, 4], [frame.top + frame.height, frame.top])
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
      [0.01, '0.01'],
      [0.1, '0.1'],
      [1, '1'],
    ]),
    element('g', { 'clip-path': 'url(#history)' }, ...layers),
    ...labels,
    bottomAxis(frame, x, [1, 10, 20, 30, 40, 50, 60], 'trials'),
  )
}
