import { describe, expect, it } from 'vitest'
import { memoryStorage } from '../journal/memory-storage.ts'
import { choice, distribution, fixed, float, int, ordinal } from '../space/parameters/parameter.ts'
import { space } from '../space/search-space.ts'
import { createStudy } from '../study/create-study.ts'
import { parallelCoordinates } from './parallel-coordinates.ts'
import { sliceData } from './slice.ts'

const search = space({
  rate: float(1e-3, 1, { log: true }),
  optimizer: choice({ sgd: { momentum: float(0, 0.9) }, adam: {} }),
  depth: ordinal([1, 4, 16]),
  version: fixed(3),
  layers: int(2, 8, { step: 2 }),
})

async function study() {
  const made = await createStudy({ name: 's', space: search, direction: 'maximize' })
  const rest = { version: 3, layers: 4 } as const
  await made.add({ rate: 0.1, optimizer: 'sgd', momentum: 0.5, depth: 16, ...rest }, 10)
  await made.add({ rate: 0.2, optimizer: 'adam', depth: 1, ...rest }, 20)
  await made.add({ rate: 0.3, optimizer: 'adam', depth: 4, ...rest }, { state: 'failed' })
  return made
}

describe('sliceData', () => {
  it('returns the axis of each parameter that varies, and the completed trials in which it is active', async () => {
    const { slices } = sliceData((await study()).snapshot)
    expect(slices.map(({ axis }) => axis)).toEqual([
      { kind: 'number', id: 'rate', name: 'rate', scale: 'log', low: 1e-3, high: 1, whole: false },
      { kind: 'category', id: 'optimizer', name: 'optimizer', ordered: false, values: ['sgd', 'adam'] },
      { kind: 'number', id: 'momentum', name: 'momentum', scale: 'linear', low: 0, high: 0.9, whole: false },
      { kind: 'category', id: 'depth', name: 'depth', ordered: true, values: [1, 4, 16] },
      { kind: 'number', id: 'layers', name: 'layers', scale: 'linear', low: 2, high: 8, whole: true },
    ])
    expect(slices.map(({ points }) => points.map(({ number, at, value }) => [number, at, value]))).toEqual([
      [
        [0, 0.1, 10],
        [1, 0.2, 20],
      ],
      [
        [0, 0, 10],
        [1, 1, 20],
      ],
      [[0, 0.5, 10]],
      [
        [0, 2, 10],
        [1, 0, 20],
      ],
      [
        [0, 4, 10],
        [1, 4, 20],
      ],
    ])
  })

  it('returns the chosen parameters, including those that do not vary, and throws for unknown ones', async () => {
    const { snapshot } = await study()
    const { slices } = sliceData(snapshot, { parameters: ['version', 'rate'] })
    expect(slices.map(({ axis }) => axis.id)).toEqual(['rate', 'version'])
    expect(() => sliceData(snapshot, { parameters: ['speed'] })).toThrow(/no parameter "speed"/)
  })

  it('leaves out values that are no longer in the space', async () => {
    const storage = memoryStorage()
    const wide = await createStudy({ name: 'w', space: space({ rate: float(0, 1) }), storage })
    await wide.add({ rate: 0.1 }, 10)
    await wide.add({ rate: 0.2 }, 20)
    const observers = [{ notice: () => {} }]
    const narrower = space({ rate: float(0.15, 1) })
    const narrow = await createStudy({ name: 'w', space: narrower, storage, loadIfExists: true, observers })
    expect(sliceData(narrow.snapshot).slices.map(({ points }) => points)).toEqual([[{ number: 1, at: 0.2, value: 20 }]])
  })
})

it('the axis of a parameter with a distribution shows its orders of magnitude, and whole multiples', async () => {
  const prior = distribution({ logNormal: { mean: -5, sd: 1 } })
  const search = space({
    rate: float(-Infinity, Infinity, { prior }),
    most: float(0, 1, { prior }),
    width: float(9.5, 30.5, { multipleOf: 1 }),
    share: float(0, 1, { multipleOf: 0.5 }),
  })
  const { snapshot } = await createStudy({ space: search })
  const shown = sliceData(snapshot).slices.map(({ axis }) => (axis.kind === 'number' ? [axis.scale, axis.whole] : []))
  expect(shown).toEqual([
    ['log', false],
    ['linear', false],
    ['linear', true],
    ['linear', false],
  ])
})

describe('parallelCoordinates', () => {
  it('has a position on each axis, and none if the parameter is inactive', async () => {
    const { axes, lines, direction } = parallelCoordinates((await study()).snapshot)
    expect(direction).toBe('maximize')
    expect(axes.map(({ id }) => id)).toEqual(['rate', 'optimizer', 'momentum', 'depth', 'layers'])
    expect(lines).toEqual([
      { number: 0, value: 10, positions: [0.1, 0, 0.5, 2, 4] },
      { number: 1, value: 20, positions: [0.2, 1, undefined, 0, 4] },
    ])
  })
})
