import { createStudy, float, gpSampler, gridSampler, randomSampler, type Sampler, space } from 'sweetspot'
import { keyFromSeed, randomStream } from 'sweetspot/extend'
import { type Frame, linear } from './axes.ts'
import { surface } from './contours.ts'
import { dot, element, type Point, picture, text } from './svg.ts'

const TRIALS = 25
const FUNCTIONS = 50
const search = space({ u: float(0, 1), v: float(0, 1) })

type Plane = (u: number, v: number) => number

/** One high, narrow hill and one low, broad one. The first number matters more than the second, as is usual. */
function hills([x1, y1]: Point, [x2, y2]: Point): Plane {
  return (u, v) => {
    const hill = (x: number, y: number, width: number, depth: number) =>
      Math.exp(-(((u - x) / width) ** 2) - ((v - y) / depth) ** 2)
    return 0.9 * hill(x1, y1, 0.13, 0.5) + 0.5 * hill(x2, y2, 0.2, 0.5)
  }
}

/** The function that is drawn, and others with the hills elsewhere. */
function landscape(index: number): Plane {
  if (index === 0) return hills([0.64, 0.36], [0.2, 0.72])
  const stream = randomStream(keyFromSeed(index))
  const place = (): Point => [stream.uniform(), stream.uniform()]
  return hills(place(), place())
}

async function run(f: Plane, sampler: Sampler, seed: number): Promise<Point[]> {
  const study = await createStudy({ space: search, direction: 'maximize', seed, sampler })
  await study.optimize(({ params: { u, v } }) => f(u, v), { trials: TRIALS })
  return study.trials.map(({ params: { u = 0, v = 0 } }): Point => [u, v])
}

const bestOf = (f: Plane, points: readonly Point[]) => points.reduce((a, b) => (f(...b) > f(...a) ? b : a))

/** Grid, random and Bayesian search on one function, with as many trials each. */
export async function searchCompared(): Promise<string> {
  const methods = [
    { title: 'Grid search', sampler: () => gridSampler({ points: 5 }) },
    { title: 'Random search', sampler: () => randomSampler() },
    { title: 'Bayesian search', sampler: () => gpSampler() },
  ]
  const size = 208
  const panels: string[] = []
  for (const [index, { title, sampler }] of methods.entries()) {
    const drawn = await run(landscape(0), sampler(), 1)
    const bests: number[] = []
    for (let number = 1; number <= FUNCTIONS; number += 1) {
      const f = landscape(number)
      bests.push(f(...bestOf(f, await run(f, sampler(), number))))
    }
    bests.sort((a, b) => a - b)
    const frame = { left: 8 + index * (size + 24), top: 40, width: size, height: size }
    const below = frame.top + size
    panels.push(
      panel(frame, title, drawn),
      text(frame.left, below + 46, `best here ${landscape(0)(...bestOf(landscape(0), drawn)).toFixed(2)} of 0.90`, {
        class: 'strong',
      }),
      text(frame.left, below + 66, `median of ${FUNCTIONS} functions ${middle(bests).toFixed(2)}`),
    )
  }
  return picture(688, 330, ...panels)
}

const middle = (sorted: readonly number[]) =>
  ((sorted[Math.floor((sorted.length - 1) / 2)] as number) + (sorted[Math.floor(sorted.length / 2)] as number)) / 2

function panel(frame: Frame, title: string, points: readonly Point[]): string {
  const { left, top, width, height } = frame
  const f = landscape(0)
  const x = linear([0, 1], [left, left + width])
  const y = linear([0, 1], [top + height, top])
  const place = ([u, v]: Point): Point => [x(u), y(v)]
  const best = place(bestOf(f, points))
  const rug = points.map(([u]) => `M${x(u).toFixed(1)},${top + height + 6}v12`).join('')
  return [
    text(left, top - 14, title, { class: 'title' }),
    surface(f, x, y),
    ...points.map((point) => dot(place(point), 'point', 3.6)),
    element('circle', { cx: best[0], cy: best[1], r: 9, fill: 'none', stroke: 'var(--ink)', 'stroke-width': 1.75 }),
    element('path', { d: rug, stroke: 'var(--point)', 'stroke-width': 1.5, 'stroke-opacity': 0.75 }),
  ].join('')
}
