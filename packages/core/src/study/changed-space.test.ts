/** Handling of trials that no longer fit the space of a study. */
import { describe, expect, it } from 'vitest'
import { edfData } from '../analysis/edf.ts'
import { intermediateValues } from '../analysis/intermediate-values.ts'
import { optimizationHistory } from '../analysis/optimization-history.ts'
import { parallelCoordinates } from '../analysis/parallel-coordinates.ts'
import { studySummary } from '../analysis/study-summary.ts'
import { surrogateSlice } from '../analysis/surrogate-slice.ts'
import { memoryStorage } from '../journal/memory-storage.ts'
import { readStudy } from '../journal/read-study.ts'
import { randomSampler } from '../samplers/random.ts'
import { choice, float, int } from '../space/parameters/parameter.ts'
import type { Params } from '../space/params.ts'
import { type SearchSpace, space } from '../space/search-space.ts'
import { createStudy } from './create-study.ts'

const plain = space({ x: float(0, 10) })
const aboveOne = space({ x: float(0, 10) }, { constraints: [{ description: 'x > 1', holds: ({ x }) => x > 1 }] })

function study(directions: { readonly [metric: string]: 'minimize' } = { value: 'minimize' }) {
  const storage = memoryStorage()
  const notices: string[] = []
  const open = (declared: SearchSpace) =>
    createStudy<Params, string>({
      name: 's',
      storage,
      loadIfExists: true,
      space: declared as SearchSpace<Params>,
      directions,
      sampler: randomSampler(),
      seed: 1,
      observers: [{ notice: (text) => notices.push(text) }],
    })
  return { open, notices, storage }
}

describe('best, bestTrials and recommend', () => {
  it.each([
    ['a parameter was added', space({ x: float(0, 10), y: float(0, 1) }), { x: 5, y: 0.5 }],
    ['a parameter was replaced', space({ z: int(1, 3) }), { z: 2 }],
    ['a range was narrowed', space({ x: float(4, 10) }), { x: 5 }],
    ['a range was moved', space({ x: float(20, 30) }), { x: 25 }],
    ['a parameter became a choice', space({ x: choice(['a', 'b']) }), { x: 'a' }],
    ['steps came in', space({ x: float(1, 10, { step: 3 }) }), { x: 4 }],
    ['a constraint came in', aboveOne, { x: 5 }],
  ])('use the trials that fit after %s', async (_, changed, params) => {
    const { open, notices, storage } = study()
    const before = await open(plain)
    await before.add({ x: 0 }, 0)
    await before.add({ x: 0.5 }, 1)
    expect(before.best.number).toBe(0)
    const after = await open(changed)
    const left = 'best, bestTrials and recommend leave out 2 completed trials.'
    expect(notices).toEqual([expect.stringContaining(left)])
    expect(() => after.best).toThrow('ERR_NO_COMPLETED_TRIALS')
    expect(() => after.recommend()).toThrow(
      'All completed trials of s (2) are excluded or do not fit the current space',
    )
    expect(after.bestTrials).toEqual([])
    await after.add(params, 2)
    expect(after.best).toMatchObject({ number: 2, params, value: 2 })
    expect(after.bestTrials.map(({ number }) => number)).toEqual([2])
    expect(after.recommend().trial.number).toBe(2)
    expect(after.trials.map(({ number }) => number)).toEqual([0, 1, 2])
    expect(studySummary(after.snapshot)).toMatchObject({ leftOut: 2, best: { number: 2 } })
    const again = await readStudy(storage, 's')
    // Constraints are functions, which no journal can hold.
    expect(again.best?.number).toBe(changed.constraints.length > 0 ? 0 : 2)
  })

  it('use all trials again once they fit again', async () => {
    const { open, notices } = study()
    await (await open(plain)).add({ x: 0 }, 0)
    await (await open(space({ x: float(5, 10) }))).add({ x: 6 }, 1)
    const after = await open(plain)
    expect(after.best.number).toBe(0)
    expect(notices.at(-1)).not.toContain('leave out')
  })

  it('have no trial of an older space in the Pareto front', async () => {
    const { open } = study({ loss: 'minimize', time: 'minimize' })
    const before = await open(plain)
    await before.add({ x: 0 }, { loss: 0, time: 0 })
    await before.add({ x: 6 }, { loss: 2, time: 1 })
    const after = await open(space({ x: float(5, 10) }))
    await after.add({ x: 7 }, { loss: 1, time: 2 })
    expect(after.bestTrials.map(({ number }) => number)).toEqual([1, 2])
    expect(studySummary(after.snapshot).bestTrials).toHaveLength(2)
  })

  it('keep the types of the params', async () => {
    const shared = { name: 's', storage: memoryStorage(), loadIfExists: true, observers: [{ notice() {} }] } as const
    await (await createStudy({ ...shared, space: plain })).add({ x: 0 }, 0)
    const after = await createStudy({ ...shared, space: space({ x: float(0, 10), y: float(0, 1) }), seed: 1 })
    await after.optimize(({ params }) => params.x + params.y + 1, { trials: 3 })
    const y: number = after.best.params.y
    expect(y).toBeTypeOf('number')
  })

  it('use all trials of a define-by-run space', async () => {
    const byRun = await createStudy({ seed: 1 })
    await byRun.optimize((trial) => trial.float('x', 0, 1) - 10, { trials: 2 })
    await byRun.optimize((trial) => trial.float('x', 0, 1) + trial.float('y', 0, 1), { trials: 2 })
    expect(byRun.best.number).toBeLessThan(2)
    expect(studySummary(byRun.snapshot).leftOut).toBe(0)
  })
})

describe('surrogateSlice', () => {
  it('goes through the best trial that is not excluded and fits the current space', async () => {
    const { open } = study()
    const before = await open(plain)
    for (const [x, value] of [
      [0, 0],
      [6, 1],
      [7, 2],
      [8, 3],
    ] as const)
      await before.add({ x }, value)
    expect(surrogateSlice(before.snapshot, { parameter: 'x' })?.through).toBe(0)
    await before.exclude(0)
    expect(surrogateSlice(before.snapshot, { parameter: 'x' })?.through).toBe(1)
    await before.include(0)
    const after = await open(space({ x: float(6.5, 10) }))
    expect(surrogateSlice(after.snapshot, { parameter: 'x' })?.through).toBe(2)
  })
})

describe('analyses after an edit of the space', () => {
  it('never use a trial that does not fit as the best', async () => {
    const { open } = study()
    const before = await open(plain)
    await before.add({ x: 0 }, 0, { measurements: [{ step: 0, values: { value: 0 } }] })
    await before.add({ x: 6 }, 2, { measurements: [{ step: 0, values: { value: 2 } }] })
    const { snapshot } = await open(space({ x: float(5, 10) }))
    const { points } = optimizationHistory(snapshot)
    expect(points.map(({ value, best, isLeftOut }) => [value, best, isLeftOut])).toEqual([
      [0, undefined, true],
      [2, 2, undefined],
    ])
    expect(edfData(snapshot).curves[0]?.points).toEqual([{ value: 2, share: 1 }])
    expect(parallelCoordinates(snapshot).lines.map(({ number }) => number)).toEqual([1])
    expect(intermediateValues(snapshot).curves.map(({ isLeftOut }) => isLeftOut)).toEqual([true, undefined])
  })
})
