import { createStudy, float, quasiRandomSampler, randomSampler, type Sampler, space } from 'sweetspot'
import { linear } from './axes.ts'
import { dot, element, picture, text } from './svg.ts'

const COUNT = 64
const SIZE = 240

/** The first trials of quasi-random and of random search, over the squares of which quasi-random points share out one each. */
export async function evenPoints(): Promise<string> {
  const random = await panel(80, 'Random', 'chance', randomSampler())
  const sobol = await panel(368, 'Quasi-random (Sobol)', 'model', quasiRandomSampler())
  return picture(688, 330, random, sobol)
}

async function panel(left: number, title: string, colour: string, sampler: Sampler): Promise<string> {
  const study = await createStudy({ space: space({ x: float(0, 1), y: float(0, 1) }), seed: 2, sampler })
  await study.optimize(() => 0, { trials: COUNT })
  const points = study.trials.map(({ params: { x = 0, y = 0 } }) => [x, y] as const)
  const side = Math.sqrt(COUNT)
  const cells = new Set(points.map(([x, y]) => Math.floor(x * side) + side * Math.floor(y * side)))
  const top = 40
  const [x, y] = [linear([0, 1], [left, left + SIZE]), linear([0, 1], [top + SIZE, top])]
  const step = SIZE / side
  const empty = Array.from({ length: COUNT }, (_, cell) => cell)
    .filter((cell) => !cells.has(cell))
    .map((cell) => {
      const [column, row] = [cell % side, Math.floor(cell / side)]
      return element('rect', {
        x: left + column * step,
        y: top + SIZE - (row + 1) * step,
        width: step,
        height: step,
        fill: `var(--${colour})`,
        'fill-opacity': 0.13,
      })
    })
  const lines = Array.from(
    { length: side + 1 },
    (_, i) => `M${left + i * step},${top}v${SIZE}M${left},${top + i * step}h${SIZE}`,
  )
  return [
    text(left, top - 14, title, { class: 'title' }),
    ...empty,
    element('path', { class: 'rule', d: lines.join('') }),
    ...points.map(([u, v]) => dot([x(u), y(v)], colour, 4)),
    text(left, top + SIZE + 26, `${COUNT - cells.size} of ${COUNT} squares are empty`, { class: 'strong' }),
  ].join('')
}
