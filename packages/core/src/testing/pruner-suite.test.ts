import { describe, expect, it } from 'vitest'
import { Snapshot } from '../journal/snapshot.ts'
import { medianPruner } from '../pruners/median.ts'
import type { Pruner } from '../pruners/pruner.ts'
import type { PruningDecision } from '../trial/pruning-decision.ts'
import { prunerCases } from './pruner-suite.ts'

/** The requirements that a pruner violates. */
async function broken(make: () => Pruner, prunes: boolean): Promise<string[]> {
  const names: string[] = []
  for (const { name, run } of prunerCases(make, { prunes })) await run().catch(() => names.push(name))
  return names
}

type Decide = Pruner['decide']

const median = medianPruner()
const goOn: PruningDecision = { action: 'continue' }
const stop: PruningDecision = { action: 'stop' }
const when = (stops: boolean) => (stops ? stop : goOn)
/** The median pruner's decisions with changed members. */
const but =
  (changes: object): Decide =>
  (...asked) => ({ ...median.decide(...asked), ...changes })

/** Defective pruners, created for each case, and a requirement that each violates. */
const BROKEN: { readonly [defect: string]: readonly [() => Decide, string] } = {
  'never stops anything': [() => () => goOn, 'stops or pauses a trial'],
  'stops every trial that reports': [
    () =>
      (_, { measurements }) =>
        when(measurements.length > 0),
    'ahead of all',
  ],
  'stops silent trials': [() => () => stop, 'has reported nothing'],
  'returns a boolean': [
    () =>
      (...asked) =>
        (median.decide(...asked).action === 'stop') as never,
    'survives NaN',
  ],
  'returns a promise': [() => (async () => goOn) as never, 'survives NaN'],
  'returns an unknown action': [() => but({ action: 'wait' }), 'survives NaN'],
  'returns a blank reason': [() => but({ reason: ' ' }), 'survives NaN'],
  'returns a number as reason': [() => but({ reason: 7 }), 'survives NaN'],
  'has a date in its memo': [() => but({ memo: new Date(0) }), 'survives NaN'],
  'has NaN in its memo': [() => but({ memo: { rung: Number.NaN } }), 'survives NaN'],
  'counts its calls': [
    () => {
      let calls = 0
      return (_, { measurements }) => {
        calls += 1
        return when(measurements.length > 0 && calls % 3 === 0)
      }
    },
    'decides the same repeatedly',
  ],
  'counts its calls in its memo': [
    () => {
      let calls = 0
      return (...asked) => {
        calls += 1
        return { ...median.decide(...asked), memo: calls }
      }
    },
    'decides the same repeatedly',
  ],
  'caches values of completed trials without invalidation': [
    () => {
      const known = new Map<string, readonly number[]>()
      return (snapshot, trial) => {
        const valuesAtStep = (metric: string, step: number) => {
          const key = `${snapshot.completedOrder.length} ${metric} ${step}`
          const values = known.get(key) ?? snapshot.valuesAtStep(metric, step)
          known.set(key, values)
          return values
        }
        const { metrics, directions, counts } = snapshot
        return median.decide({ metrics, directions, counts, valuesAtStep } as typeof snapshot, trial)
      }
    },
    'while a study grows',
  ],
  'requires our snapshot class': [
    () => (snapshot, trial) => {
      Snapshot.stateOf(snapshot)
      return median.decide(snapshot, trial)
    },
    'another implementation',
  ],
  'ignores the direction': [
    () =>
      (_, { measurements }) =>
        when((measurements.at(-1)?.values.loss ?? 0) > 1),
    'treats maximizing',
  ],
  'requires its metric to be reported': [
    () => (snapshot, trial) => {
      for (const { values } of trial.measurements) (values.loss as number).toFixed()
      return median.decide(snapshot, trial)
    },
    'works with several metrics',
  ],
}

describe('prunerCases', () => {
  it('accepts a pruner that never stops a trial, with prunes: false', async () => {
    expect(await broken(() => ({ name: 'none', decide: () => goOn }), false)).toEqual([])
  })

  it('accepts a pruner that pauses with a memo', async () => {
    const decide: Decide = (snapshot, trial) => {
      const decision = median.decide(snapshot, trial)
      const memo = { step: trial.measurements.at(-1)?.step ?? null }
      return decision.action === 'stop' ? { ...decision, action: 'pause', memo } : decision
    }
    expect(await broken(() => ({ name: 'pausing', decide }), true)).toEqual([])
  })

  it.each(Object.entries(BROKEN))('detects a pruner that %s', async (_, [decide, promise]) => {
    expect(await broken(() => ({ name: 'broken', decide: decide() }), true)).toContainEqual(
      expect.stringContaining(promise),
    )
  })
})
