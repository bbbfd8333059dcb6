import { createStudy, float, gpSampler, space } from 'sweetspot'
import { surrogateSlice } from 'sweetspot/analysis'
import { bottomAxis, leftAxis, linear, steps } from './axes.ts'
import { band, dot, element, line, type Point, picture, text } from './svg.ts'

/** What is to be minimised, and what a real search would not know: two valleys, the right one deeper. */
const truth = (x: number) => 0.55 + 0.35 * Math.cos(11 * x + 0.6) * (1 - 0.3 * x) - 0.35 * x * x + 0.1 * x

/** Bayesian optimisation of a function of one number: the search after `trials` trials, and what it tries next. */
export async function bayesianFrame(trials: number): Promise<string> {
  const study = await createStudy({
    space: space({ x: float(0, 1) }),
    seed: 3,
    sampler: gpSampler({ initialTrials: 3 }),
  })
  await study.optimize(({ params }) => truth(params.x), { trials })
  const { snapshot } = study
  const next = (await study.ask()).params.x
  const tried = study.trials.flatMap((trial) => (trial.state === 'completed' ? [trial] : []))

  const x = linear([0, 1], [44, 672])
  const main = { left: 44, top: 52, width: 628, height: 178 }
  const y = linear([-0.1, 1.1], [main.top + main.height, main.top])
  const below = { left: 44, top: 262, width: 628, height: 54 }
  const points = surrogateSlice(snapshot, { parameter: 'x', resolution: 161 })?.points ?? []
  // Every fourth is enough for curves, which then round off the corners that the inverse of the output warp has.
  const curve = (of: 'mean' | 'low' | 'high') =>
    points.flatMap((point, i): Point[] => (i % 4 === 0 ? [[x(point.at), y(point[of])]] : []))
  const most = Math.max(...points.map(({ acquisition }) => acquisition))
  const floor = below.top + below.height
  const gain = points.map(({ at, acquisition }): Point => [x(at), floor - Math.exp(acquisition - most) * below.height])
  const clip = element(
    'clipPath',
    { id: `frame-${trials}` },
    element('rect', { x: 44, y: 44, width: 628, height: 190 }),
  )

  return picture(
    688,
    360,
    clip,
    text(8, 24, `After ${trials} trials`, { class: 'title' }),
    legend(),
    leftAxis(main, y, [0, 0.5, 1]),
    element(
      'g',
      { 'clip-path': `url(#frame-${trials})` },
      band(curve('high'), curve('low'), 'model', 0.2),
      line(
        steps(0, 1, 41).map((value): Point => [x(value), y(truth(value))]),
        'soft',
        { 'stroke-dasharray': '2 5', 'stroke-width': 1.75 },
      ),
      line(curve('mean'), 'model', { 'stroke-width': 2.5 }),
    ),
    element('path', { class: 'axis', d: `M44,${main.top + main.height}h628` }),
    element('path', {
      d: `M${x(next).toFixed(1)},${main.top}V${floor}`,
      stroke: 'var(--point)',
      'stroke-width': 1.5,
      'stroke-dasharray': '4 4',
    }),
    ...tried.map(({ params, values }) => dot([x(params.x), y(values.value as number)], 'ink', 5)),
    text(44, below.top - 8, 'expected improvement', { class: 'halo' }),
    band(
      gain,
      gain.map(([px]): Point => [px, floor]),
      'point',
      0.22,
    ),
    line(gain, 'point', { 'stroke-width': 1.5 }),
    text(next > 0.86 ? x(next) - 7 : x(next) + 7, main.top + 12, 'next trial', {
      class: 'point halo',
      'text-anchor': next > 0.86 ? 'end' : 'start',
    }),
    bottomAxis(below, x, [0, 0.25, 0.5, 0.75, 1]),
  )
}

function legend(): string {
  const stroke = (from: number, colour: string, rest: Readonly<Record<string, string | number>>) =>
    line(
      [
        [from, 20],
        [from + 22, 20],
      ],
      colour,
      rest,
    )
  return [
    dot([262, 20], 'ink', 5),
    text(272, 24.5, 'trials'),
    stroke(326, 'model', { 'stroke-width': 2.5 }),
    element('rect', { x: 326, y: 12, width: 22, height: 16, fill: 'var(--model)', 'fill-opacity': 0.2 }),
    text(354, 24.5, 'prediction ± 1 sd'),
    stroke(524, 'soft', { 'stroke-dasharray': '2 5', 'stroke-width': 1.75 }),
    text(552, 24.5, 'the unknown truth'),
  ].join('')
}
