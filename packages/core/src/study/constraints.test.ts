import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memoryStorage } from '../journal/memory-storage.ts'
import { replay } from '../journal/replay.ts'
import type { StudyEvent } from '../journal/study-event.ts'
import { randomSampler } from '../samplers/random.ts'
import { float } from '../space/parameters/parameter.ts'
import { space } from '../space/search-space.ts'
import { viewOf } from '../testing/snapshot-view.ts'
import { readAll } from '../testing/storage-cases/sample-events.ts'
import { createStudy } from './create-study.ts'

const search = space({ x: float(0, 10) })
const declared = { directions: { loss: 'minimize' }, constraints: { memory: { atMost: 8 } } } as const

describe('a study with constraints', () => {
  it('accepts their values in addition to the metrics, for every outcome', async () => {
    const study = await createStudy({ ...declared, space: search, sampler: randomSampler(), seed: 1 })
    expect(study.constraints).toEqual({ memory: { atMost: 8 } })
    await study.optimize(({ params, number }) => ({ loss: params.x, memory: number }), { trials: 2 })
    await study.tell(await study.ask(), { loss: 1, memory: 9 })
    await study.add({ x: 5 }, { loss: 2, memory: 7.5 })
    await study.add({ x: 5 }, { loss: 3, memory: undefined })
    await study.add({ x: 5 }, 4)
    await study.correct(0, { loss: 0.5, memory: 8.5 }, 'measured again')
    const executor = {
      run: async () => ({ outcome: { state: 'completed', values: { memory: 3, loss: 9 } } }) as const,
      close: async () => {},
    }
    await study.optimize(executor, { trials: 1 })
    expect([...study.snapshot.finishedTrials.constraintValues]).toEqual([8.5, 1, 9, 7.5, Number.NaN, Number.NaN, 3])
    expect(study.trials.at(-1)).toMatchObject({ values: { loss: 9, memory: 3 } })
    expect(study.trials[4]).toHaveProperty('values', { loss: 3 })
  })

  it('has the best trial among those known to meet them', async () => {
    const study = await createStudy({ ...declared, name: 's', space: search })
    expect(() => study.best).toThrow(expect.objectContaining({ code: 'ERR_NO_COMPLETED_TRIALS' }))
    await study.add({ x: 1 }, { loss: 1, memory: 12 })
    await study.add({ x: 1 }, { loss: 2, memory: 9 })
    await study.add({ x: 1 }, { loss: 3 })
    expect(() => study.best).toThrow(
      'No completed trial of s meets all constraints. Trial 1 comes nearest: memory is 9 and should be at most 8.',
    )
    expect(() => study.best).toThrow(expect.objectContaining({ code: 'ERR_NO_FEASIBLE_TRIALS' }))
    await study.add({ x: 1 }, { loss: 5, memory: 8 })
    expect(study.best).toMatchObject({ number: 3, value: 5 })
    expect(study.bestTrials.map(({ number }) => number)).toEqual([3])
  })

  it('reports constraints that were not measured', async () => {
    const study = await createStudy({ space: search, constraints: { memory: { atMost: 8 }, recall: { atLeast: 0.9 } } })
    await study.add({ x: 1 }, 1)
    expect(() => study.best).toThrow(
      'Trial 0 comes nearest: memory was not measured and should be at most 8; recall was not measured and should be at least 0.9.',
    )
  })

  it('has a Pareto front of the feasible trials', async () => {
    const study = await createStudy({
      space: search,
      directions: { loss: 'minimize', speed: 'maximize' },
      constraints: { memory: { atMost: 8 } },
    })
    expect(study.bestTrials).toEqual([])
    await study.add({ x: 1 }, { loss: 0, speed: 9, memory: 9 })
    await study.add({ x: 1 }, { loss: 1, speed: 1, memory: 8 })
    await study.add({ x: 1 }, { loss: 2, speed: 2, memory: 8 })
    await study.add({ x: 1 }, { loss: 2, speed: 1, memory: 8 })
    expect(study.bestTrials.map(({ number }) => number)).toEqual([1, 2])
  })

  it('reaches its target only with a feasible trial', async () => {
    const study = await createStudy({ ...declared, space: search, sampler: randomSampler() })
    const objective = ({ number }: { number: number }) => ({ loss: 1, memory: 12 - number })
    expect(await study.optimize(objective, { target: 1, trials: 20 })).toEqual({ reason: 'target', trialCount: 5 })
  })

  it('fails a trial with a non-finite value', async () => {
    const study = await createStudy({ ...declared, space: search })
    await study.add({ x: 1 }, { loss: 1, memory: Number.NaN })
    expect(study.trials[0]).toMatchObject({ state: 'failed', reason: 'not-finite', error: 'memory is NaN' })
  })

  it('refuses values that are not numbers, and unknown names', async () => {
    const study = await createStudy({ ...declared, space: search })
    const trial = await study.ask()
    const telling = (result: unknown) => study.tell(trial, result as number)
    await expect(telling({ loss: 1, memory: '7' })).rejects.toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_VALUE' }),
    )
    await expect(telling({ memory: 7 })).rejects.toThrow(expect.objectContaining({ code: 'ERR_INVALID_VALUE' }))
    await expect(telling({ loss: 1, memroy: 7 })).rejects.toThrow(
      expect.objectContaining({ code: 'ERR_UNKNOWN_METRIC' }),
    )
  })

  it.each([
    [{ loss: { atMost: 1 } }, 'ERR_INVALID_ARGUMENT'],
    [{ memory: 8 }, 'ERR_INVALID_ARGUMENT'],
    [null, 'ERR_INVALID_ARGUMENT'],
    [{ '\n': { atMost: 1 } }, 'ERR_INVALID_NAME'],
  ])('refuses %j as constraints, also when it is opened again', async (constraints, code) => {
    const options = { name: 's', directions: { loss: 'minimize' }, constraints: constraints as never } as const
    await expect(createStudy(options)).rejects.toThrow(expect.objectContaining({ code }))
    const storage = memoryStorage()
    await createStudy({ name: 's', storage, directions: { loss: 'minimize' } })
    const again = createStudy({ name: 's', storage, constraints: constraints as never, loadIfExists: true })
    await expect(again).rejects.toThrow(expect.objectContaining({ code }))
  })

  it('adopts changed constraints when it is opened again, with a notice', async () => {
    const storage = memoryStorage()
    const shared = { name: 's', storage, space: search, loadIfExists: true } as const
    const study = await createStudy({ ...shared, ...declared })
    await study.add({ x: 1 }, { loss: 1, memory: 9 })
    const notices: string[] = []
    const observers = [{ notice: (text: string) => notices.push(text) }]
    const open = (constraints?: { [name: string]: { atMost: number } }) =>
      createStudy({ ...shared, observers, ...(constraints && { constraints }) })
    await open()
    await open({ memory: { atMost: 8 } })
    expect(notices).toEqual([])
    expect((await open({ memory: { atMost: 9 }, time: { atMost: 1 } })).constraints).toEqual({
      memory: { atMost: 9 },
      time: { atMost: 1 },
    })
    expect((await open({})).best.number).toBe(0)
    expect(notices).toEqual([
      'The constraints of s are now: memory at most 9, time at most 1.',
      'The constraints of s are now: none.',
    ])
    // The first process still measures the memory, and its results are welcome.
    await study.refresh()
    await study.tell(await study.ask(), { loss: 2, memory: 7 })
    expect((await open({ memory: { atMost: 8 } })).best.number).toBe(1)
  })

  it('has the same snapshot live and after replay, with the best feasible trial', async () => {
    const number = fc.integer({ min: -3, max: 3 })
    const told = fc.record({ loss: number, memory: fc.option(number, { nil: undefined }), recall: number })
    await fc.assert(
      fc.asyncProperty(fc.array(told, { maxLength: 30 }), number, async (results, limit) => {
        const storage = memoryStorage()
        const constraints = { memory: { atMost: limit }, recall: { atLeast: -1, atMost: 1 } }
        const study = await createStudy({ ...declared, constraints, storage, space: search, sampler: randomSampler() })
        for (const result of results) await study.tell(await study.ask(), result)
        const id = (await storage.find(study.name)) as string
        const events: StudyEvent[] = await readAll(storage, id)
        expect(viewOf(study.snapshot, events)).toEqual(viewOf(replay(events), events))
        const feasible = results.filter(({ memory = 9, recall }) => memory <= limit && Math.abs(recall) <= 1)
        expect(study.snapshot.best?.values['loss']).toBe(
          feasible.length === 0 ? undefined : Math.min(...feasible.map(({ loss }) => loss)),
        )
        expect(study.snapshot.best?.number).toBe(
          feasible.length === 0
            ? undefined
            : results.findIndex(
                (result) => feasible.includes(result) && feasible.every(({ loss }) => result.loss <= loss),
              ),
        )
      }),
      { numRuns: 50 },
    )
  })
})
