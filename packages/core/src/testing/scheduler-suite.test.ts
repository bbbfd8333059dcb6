import { describe, expect, it } from 'vitest'
import { Snapshot } from '../journal/snapshot.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { queueScheduler } from '../schedulers/queue.ts'
import type { Scheduler } from '../schedulers/scheduler.ts'
import { schedulerCases } from './scheduler-suite.ts'

/** The requirements that a scheduler violates. */
async function broken(make: () => Scheduler): Promise<string[]> {
  const names: string[] = []
  for (const { name, run } of schedulerCases(make)) await run().catch(() => names.push(name))
  return names
}

type Next = Scheduler['next']

const queue = queueScheduler()
const SEEN = new WeakSet<object>()

/** Defective schedulers, created for each case, and a requirement that each violates. */
const BROKEN: { readonly [defect: string]: readonly [() => Next, string] } = {
  'resumes a running trial': [
    () => (snapshot) => (snapshot.running[0] ? { resume: snapshot.running[0].number } : queue.next(snapshot)),
    'returns suggest, or',
  ],
  'resumes a trial that does not exist': [
    () =>
      ({ trials }) => ({ resume: trials.next }),
    'returns suggest, or',
  ],
  'returns the trial itself': [
    () => (({ firstWaiting }: StudySnapshot) => firstWaiting ?? 'suggest') as () => never,
    'returns suggest, or',
  ],
  'returns a promise': [() => (async () => 'suggest') as () => never, 'returns suggest, or'],
  'returns undefined if no trial waits': [
    () => (({ firstWaiting }: StudySnapshot) => firstWaiting && { resume: firstWaiting.number }) as () => never,
    'suggests if there are no trials',
  ],
  'alternates by its own counter': [
    () => {
      let calls = 0
      return (snapshot) => {
        calls += 1
        return calls % 2 === 0 ? queue.next(snapshot) : 'suggest'
      }
    },
    'returns the same repeatedly',
  ],
  'remembers trials and resumes each only once': [
    () => {
      const resumed = new Set<number>()
      return (snapshot) => {
        const next = queue.next(snapshot)
        if (next === 'suggest' || resumed.has(next.resume)) return 'suggest'
        resumed.add(next.resume)
        return next
      }
    },
    'returns the same repeatedly',
  ],
  'works only with the first study that it saw': [
    () => {
      let known: unknown
      return (snapshot) => {
        const { space } = snapshot
        known ??= space
        return known === space ? queue.next(snapshot) : 'suggest'
      }
    },
    'as a new scheduler',
  ],
  'identifies trials by object, in a shared cache': [
    () => (snapshot) => {
      const { firstWaiting } = snapshot
      if (!firstWaiting || SEEN.has(firstWaiting)) return queue.next(snapshot)
      SEEN.add(firstWaiting)
      return 'suggest'
    },
    'journal is read again',
  ],
  'requires our snapshot class': [
    () => (snapshot) => {
      Snapshot.stateOf(snapshot)
      return queue.next(snapshot)
    },
    'another implementation',
  ],
  'never runs waiting trials': [() => () => 'suggest', 'runs each waiting trial'],
  'runs only waiting trials that were started before': [
    () => (snapshot) => (snapshot.firstWaiting?.attempt ? queue.next(snapshot) : 'suggest'),
    'runs each waiting trial',
  ],
}

describe('schedulerCases', () => {
  it('accepts a scheduler that resumes paused trials first', async () => {
    const next: Next = (snapshot) => (snapshot.paused[0] ? { resume: snapshot.paused[0].number } : queue.next(snapshot))
    expect(await broken(() => ({ name: 'paused first', next }))).toEqual([])
  })

  it('accepts a scheduler that alternates queued and new trials', async () => {
    const next: Next = (snapshot) =>
      snapshot.trials.next % 2 === 0 || snapshot.finishedTrials.count % 2 ? queue.next(snapshot) : 'suggest'
    expect(await broken(() => ({ name: 'in turns', next }))).toEqual([])
  })

  it('detects a scheduler without a name', async () => {
    expect(await broken(() => ({ ...queue, name: '' }))).toEqual(['has a name'])
  })

  it.each(Object.entries(BROKEN))('detects a scheduler that %s', async (_, [next, promise]) => {
    expect(await broken(() => ({ name: 'broken', next: next() }))).toContainEqual(expect.stringContaining(promise))
  })
})
