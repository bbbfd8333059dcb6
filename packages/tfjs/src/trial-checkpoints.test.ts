import { createStudy, type Direction, int, memoryStorage, space } from '@sweetspot/core'
import { describe, expect, test } from 'vitest'
import type { Checkpoint } from './checkpoint/checkpoint.ts'
import { memoryCheckpointStore } from './checkpoint/memory-checkpoint-store.ts'
import { rankedTrials, ranksAmongBest, TrialCheckpoints } from './trial-checkpoints.ts'

const EMPTY: Checkpoint = { weights: [], optimizer: null }

/** Creates a study with trials of these values; NaN is a failed trial, undefined a running one. */
async function studyOf(values: readonly (number | undefined)[], direction: Direction = 'minimize') {
  const study = await createStudy({ direction, space: space({ x: int(0, 100) }) })
  for (const value of values) {
    const trial = await study.ask({ detached: true })
    if (value !== undefined) await study.tell(trial, value)
  }
  return study
}

describe('ranking', () => {
  test('orders completed trials by value, then by number', async () => {
    expect(rankedTrials((await studyOf([3, 1, Number.NaN, 2, 1, undefined])).snapshot)).toEqual([1, 4, 3, 0])
    expect(rankedTrials((await studyOf([3, 1, 2], 'maximize')).snapshot)).toEqual([0, 2, 1])
  })

  test('puts a value that is not told yet after equal ones', async () => {
    const { snapshot } = await studyOf([3, 1])
    expect([0, 1, 2, 3, 4].map((value) => ranksAmongBest(snapshot, value, 1))).toEqual([
      true,
      false,
      false,
      false,
      false,
    ])
    expect([0, 1, 2, 3, 4].map((value) => ranksAmongBest(snapshot, value, 2))).toEqual([true, true, true, false, false])
    expect(ranksAmongBest(snapshot, 9, 3)).toBe(true)
  })
})

describe('ranking', () => {
  test('omits trials that are excluded or no longer fit the space', async () => {
    const options = { name: 's', storage: memoryStorage(), loadIfExists: true, observers: [{ notice() {} }] } as const
    const wide = await createStudy({ ...options, space: space({ x: int(0, 9) }) })
    for (const x of [1, 7, 8, 9]) await wide.add({ x }, x)
    await wide.exclude(1)
    const { snapshot } = await createStudy({ ...options, space: space({ x: int(5, 9) }) })
    expect(rankedTrials(snapshot)).toEqual([2, 3])
    expect([7.5, 8.5].map((value) => ranksAmongBest(snapshot, value, 1))).toEqual([true, false])
  })
})

describe('pruning', () => {
  const KEYS = ['trial-0/best', 'trial-0/last-0', 'trial-1/best', 'trial-1/last-0', 'trial-1/last-1', 'trial-3/best']

  async function storeOf(keys: readonly string[]) {
    const store = memoryCheckpointStore()
    for (const key of keys) await store.save(key, EMPTY)
    return store
  }

  test('keeps the best, continuable and unfinished trials', async () => {
    const store = await storeOf([...KEYS, 'trial-2/best', 'trial-9/best', 'trial-9/last-0', 'mine', 'trial-x/best'])
    const { snapshot } = await studyOf([2, 1, Number.NaN, undefined])
    await new TrialCheckpoints(store, 1).prune(snapshot, new Set([0]))
    // Trial 3 is running; trial 9 belongs to another process and is newer than this snapshot.
    expect(await store.list()).toEqual([
      'mine',
      'trial-0/last-0',
      'trial-1/best',
      'trial-3/best',
      'trial-9/best',
      'trial-9/last-0',
      'trial-x/best',
    ])
  })

  test('deletes those of deleted trials', async () => {
    const store = await storeOf(KEYS)
    const study = await studyOf([1, 2, 3, 4])
    await study.delete(0)
    await new TrialCheckpoints(store, 1).prune(study.snapshot, new Set())
    expect(await store.list()).toEqual(['trial-1/best'])
  })
})
