import { describe, expect, it } from 'vitest'
import { comparisonsOf } from '../statistics/comparison.ts'
import { inventedRun } from '../statistics/invented-run.ts'
import { figuresOf } from './figures.ts'
import { logTicks } from './log-ticks.ts'

const regret = Array.from({ length: 20 }, (_, trial) => 1 / (trial + 1))
const runs = ['one', 'two'].flatMap((instance) =>
  ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'a <b> & co'].map((system) => inventedRun({ system, instance, regret })),
)
const [comparison] = comparisonsOf(runs)
if (!comparison) throw new Error('There is no comparison.')

describe('figures', () => {
  it.each(Object.entries(figuresOf(comparison)))('show each system, with numbers only: %s', (_, svg) => {
    expect(svg).not.toMatch(/NaN|Infinity|undefined/)
    expect(svg).toContain('a &lt;b> &amp; co')
    expect(svg.match(/class="line"/g)).toHaveLength(2 * comparison.systems.length)
    // The ninth series has the colour of the first, and dashes.
    expect(svg).toContain('stroke-dasharray:6 4')
  })

  it('have one band for many systems, and one band each for few', () => {
    const bands = (svg: string | undefined) => svg?.match(/fill-opacity/g)?.length
    expect(bands(figuresOf(comparison).regret)).toBe(1)
    const [few] = comparisonsOf(runs.filter(({ system }) => system < 'c' && system.length === 1))
    if (!few) throw new Error('There is no comparison.')
    expect(bands(figuresOf(few).regret)).toBe(2)
  })
})

describe('logTicks', () => {
  const labels = (low: number, high: number) =>
    logTicks(low, high).map((tick) => (typeof tick === 'number' ? tick : tick[1]))

  it('are 1, 2 and 5 for a small range, 1 and 3 for a larger one, then powers', () => {
    expect(labels(-1, 0)).toEqual(['0.1', '0.2', '0.5', '1'])
    expect(labels(-2, 0)).toEqual(['0.01', '0.03', '0.1', '0.3', '1'])
    expect(labels(-4, 0)).toEqual(['10⁻⁴', '0.001', '0.01', '0.1', '1'])
    expect(labels(-12, 0)).toEqual(['10⁻¹²', '10⁻¹⁰', '10⁻⁸', '10⁻⁶', '10⁻⁴', '0.01', '1'])
  })
})
