import { describe, expect, it } from 'vitest'
import { Snapshot } from '../journal/snapshot.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { queueScheduler } from '../schedulers/queue.ts'
import type { Scheduler } from '../schedulers/scheduler.ts'
import { schedulerCases } from './scheduler-suite.ts'

/** The promises that a scheduler breaks. */
async function broken(make: () => Scheduler): Promise<string[]> {
  const names: string[] = []
  for (const { name, run } of schedulerCases(make)) await run().catch(() => names.push(name))
  return names
}

type Next = Scheduler['next']

const queue = queueScheduler()
const SEEN = new WeakSet<object>()

/** Schedulers with a defect, made anew for each case, and a promise that each of them breaks. */
const BROKEN: { readonly [defect: string]: readonly [() => Next, string] } = {
  'resumes a running trial': [
    () => (snapshot) => (snapshot.running[0] ? { resume: snapshot.running[0].number } : queue.next(snapshot)),
    'answers suggest, or',
  ],
  'resumes a trial that does not exist': [
    () =>
      ({ trials }) => ({ resume: trials.next }),
    'answers suggest, or',
  ],
  'gives the trial itself': [
    () => (({ firstWaiting }: StudySnapshot) => firstWaiting ?? 'suggest') as () => never,
    'answers suggest, or',
  ],
  'answers with a promise': [() => (async () => 'suggest') as () => never, 'answers suggest, or'],
  'answers undefined where nothing waits': [
    () => (({ firstWaiting }: StudySnapshot) => firstWaiting && { resume: firstWaiting.number }) as () => never,
    'suggests where there is no trial',
  ],
  'takes turns by its own count': [
    () => {
      let calls = 0
      return (snapshot) => {
        calls += 1
        return calls % 2 === 0 ? queue.next(snapshot) : 'suggest'
      }
    },
    'answers the same again',
  ],
  'resumes each trial once only, from its memory': [
    () => {
      const resumed = new Set<number>()
      return (snapshot) => {
        const next = queue.next(snapshot)
        if (next === 'suggest' || resumed.has(next.resume)) return 'suggest'
        resumed.add(next.resume)
        return next
      }
    },
    'answers the same again',
  ],
  'works on the first study only that it saw': [
    () => {
      let known: unknown
      return (snapshot) => {
        const { space } = snapshot
        known ??= space
        return known === space ? queue.next(snapshot) : 'suggest'
      }
    },
    'as a new scheduler does',
  ],
  'knows trials by their objects, in a memory that all its kind share': [
    () => (snapshot) => {
      const { firstWaiting } = snapshot
      if (!firstWaiting || SEEN.has(firstWaiting)) return queue.next(snapshot)
      SEEN.add(firstWaiting)
      return 'suggest'
    },
    'journal that was read again',
  ],
  'needs snapshots of our class': [
    () => (snapshot) => {
      Snapshot.stateOf(snapshot)
      return queue.next(snapshot)
    },
    'somebody else made',
  ],
  'never runs what waits': [() => () => 'suggest', 'runs each waiting trial'],
  'runs only waiting trials that were started before': [
    () => (snapshot) => (snapshot.firstWaiting?.attempt ? queue.next(snapshot) : 'suggest'),
    'runs each waiting trial',
  ],
}

describe('the suite of schedulers', () => {
  it('lets a scheduler pass that resumes paused trials first', async () => {
    const next: Next = (snapshot) => (snapshot.paused[0] ? { resume: snapshot.paused[0].number } : queue.next(snapshot))
    expect(await broken(() => ({ name: 'paused first', next }))).toEqual([])
  })

  it('lets a scheduler pass that has a new trial between any two of the queue', async () => {
    const next: Next = (snapshot) =>
      snapshot.trials.next % 2 === 0 || snapshot.finishedTrials.count % 2 ? queue.next(snapshot) : 'suggest'
    expect(await broken(() => ({ name: 'in turns', next }))).toEqual([])
  })

  it('finds a scheduler without a name', async () => {
    expect(await broken(() => ({ ...queue, name: '' }))).toEqual(['has a name'])
  })

  it.each(Object.entries(BROKEN))('finds a scheduler that %s', async (_, [next, promise]) => {
    expect(await broken(() => ({ name: 'broken', next: next() }))).toContainEqual(expect.stringContaining(promise))
  })
})
