import { createStudy, float, int, space } from 'sweetspot'
import { bottomAxis, leftAxis, linear, logarithmic } from './axes.ts'
import { dot, element, type Point, picture, text } from './svg.ts'

/** The study of two metrics of the page on objectives: its trials, and its Pareto front. */
export async function paretoPicture(): Promise<string> {
  const study = await createStudy({
    space: space({ units: int(8, 512, { log: true }), rate: float(1e-4, 1e-1, { log: true }) }),
    directions: { accuracy: 'maximize', milliseconds: 'minimize' },
    seed: 1,
  })
  await study.optimize(
    ({ params: { units, rate } }) => ({
      accuracy: 0.98 - 0.9 / units - 0.05 * Math.log10(rate / 0.005) ** 2,
      milliseconds: 0.4 + units / 60,
    }),
    { trials: 40 },
  )
  const frame = { left: 52, top: 56, width: 610, height: 210 }
  const x = logarithmic([0.45, 9.4], [frame.left, frame.left + frame.width])
  const y = linear([0.84, 0.985], [frame.top + frame.height, frame.top])
  const place = ({ values }: { readonly values: Readonly<Record<string, number>> }): Point => [
    x(values.milliseconds as number),
    y(values.accuracy as number),
  ]
  const best = new Set(study.bestTrials.map(({ number }) => number))
  const front = study.bestTrials.map(place).toSorted(([a], [b]) => a - b)
  const others = study.trials.flatMap((trial) =>
    trial.state === 'completed' && !best.has(trial.number) ? [place(trial)] : [],
  )
  const [first, last] = [front[0] as Point, front.at(-1) as Point]
  const stairs = front.slice(1).map(([px, py]) => `H${px.toFixed(1)}V${py.toFixed(1)}`)
  const edge = `M${first[0].toFixed(1)},${first[1].toFixed(1)}${stairs.join('')}`
  const ground = `${edge}H${frame.left + frame.width}V${frame.top + frame.height}H${first[0].toFixed(1)}Z`
  return picture(
    688,
    324,
    text(8, 24, 'Two metrics: fast or accurate', { class: 'title' }),
    leftAxis(frame, y, [0.86, 0.9, 0.94, 0.98], 'accuracy'),
    element('path', { d: ground, fill: 'var(--model)', 'fill-opacity': 0.09 }),
    element('path', { class: 'line', d: edge, stroke: 'var(--model)' }),
    ...others.filter(([, py]) => py < frame.top + frame.height).map((point) => dot(point, 'soft', 3.5)),
    ...front.map((point) => dot(point, 'model', 5)),
    text(last[0] - 4, last[1] - 12, 'the Pareto front', { class: 'model', 'text-anchor': 'end', 'font-weight': 600 }),
    text(x(2.4), y(0.9), 'beaten by a trial on the front', { class: 'halo' }),
    bottomAxis(frame, x, [0.5, 1, 2, 4, 8], 'milliseconds'),
  )
}
