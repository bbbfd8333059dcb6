import { replay } from '../journal/replay.ts'
import { JOURNAL_FORMAT, type StudyEvent } from '../journal/study-event.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { foldIn, keyFromSeed } from '../math/random.ts'
import type { NextTrial, Scheduler } from '../schedulers/scheduler.ts'
import { sampleParams } from '../space/sample.ts'
import { assertExactly } from './assertions.ts'
import type { ConformanceCase } from './conformance-case.ts'
import { foreignSnapshot } from './foreign-snapshot.ts'
import { randomJournal } from './random-journal.ts'

type SchedulerCases = { readonly [promise: string]: (make: () => Scheduler) => void }

const KEY = keyFromSeed(1)
/** Maximum number of starts for each waiting or paused trial before the queue counts as starved. */
const PATIENCE = 20

/** Studies with every kind of event: their journals, and their snapshots after each event. */
function histories(): { journal: readonly StudyEvent[]; snapshots: readonly StudySnapshot[] }[] {
  return Array.from({ length: 6 }, (_, draw) => {
    const journal = randomJournal(foldIn(KEY, draw), 200)
    const snapshots: StudySnapshot[] = []
    for (const event of journal) snapshots.push(replay([event], snapshots.at(-1)))
    return { journal, snapshots }
  })
}

const allSnapshots = () => histories().flatMap(({ snapshots }) => snapshots)

const CASES: SchedulerCases = {
  'has a name'(make) {
    if (make().name.length === 0) throw new Error('Expected a non-empty name.')
  },

  'returns suggest, or a waiting or paused trial'(make) {
    for (const snapshot of allSnapshots()) nextOf(make(), snapshot)
  },

  'suggests if there are no trials'(make) {
    const created: StudyEvent = {
      type: 'study-created',
      format: JOURNAL_FORMAT,
      name: 'empty',
      directions: { loss: 'minimize' },
      space: null,
      seed: 1,
      at: 0,
    }
    assertExactly(make().next(replay([created])), 'suggest', 'next')
  },

  'returns the same repeatedly, in another order, after other studies, and as a new scheduler'(make) {
    const used = make()
    const snapshots = allSnapshots()
    const first = snapshots.map((snapshot) => nextOf(used, snapshot))
    const backwards = snapshots.toReversed().map((snapshot) => nextOf(used, snapshot))
    assertExactly(backwards.toReversed(), first, 'backwards')
    snapshots.forEach((snapshot, index) => {
      assertExactly(nextOf(used, snapshot), first[index], 'again')
      assertExactly(nextOf(used, snapshot), first[index], 'a third time')
      assertExactly(nextOf(make(), snapshot), first[index], 'by a new scheduler')
    })
  },

  'returns the same after the journal is read again'(make) {
    for (const { journal, snapshots } of histories()) {
      for (let length = 1; length <= snapshots.length; length += 7) {
        const again = replay(journal.slice(0, length))
        assertExactly(nextOf(make(), again), nextOf(make(), snapshots[length - 1] as StudySnapshot), 'next')
      }
    }
  },

  'returns the same on another implementation of StudySnapshot'(make) {
    for (const snapshot of allSnapshots()) {
      assertExactly(nextOf(make(), foreignSnapshot(snapshot)), nextOf(make(), snapshot), 'next')
    }
  },

  'runs each waiting trial eventually'(make) {
    for (const { snapshots } of histories()) {
      const scheduler = make()
      let snapshot = snapshots.at(-1) as StudySnapshot
      const starts = PATIENCE * (1 + snapshot.counts.waiting + snapshot.counts.paused)
      for (let start = 0; start < starts && snapshot.firstWaiting; start += 1) {
        snapshot = runOne(snapshot, nextOf(scheduler, snapshot))
      }
      const { firstWaiting } = snapshot
      if (firstWaiting) throw new Error(`Trial ${firstWaiting.number} still waits after ${starts} other trials.`)
    }
  },
}

/**
 * Asks a scheduler for the next trial, and validates the result.
 *
 * @throws Error if the result is invalid
 */
function nextOf(scheduler: Scheduler, snapshot: StudySnapshot): NextTrial {
  const next = scheduler.next(snapshot)
  if (next === 'suggest') return next
  const state = snapshot.trials.get(next.resume)?.state
  if (state === 'waiting' || state === 'paused') return next
  throw new Error(
    `Expected a waiting or paused trial; trial ${next.resume} ${state ? `is ${state}` : 'does not exist'}.`,
  )
}

/** The study after the next trial has finished. */
function runOne(snapshot: StudySnapshot, next: NextTrial): StudySnapshot {
  const number = next === 'suggest' ? snapshot.trials.next : next.resume
  const resumed = snapshot.trials.get(number)
  const attempt = (resumed?.attempt ?? 0) + 1
  const params = resumed?.state === 'paused' ? resumed.params : sampleParams(snapshot.space, foldIn(KEY, number))
  const outcome = { state: 'completed', values: { loss: 1 } } as const
  return replay(
    [
      { type: 'trial-started', number, attempt, params, owner: null, at: snapshot.changedAt },
      { type: 'trial-finished', number, attempt, outcome, at: snapshot.changedAt },
    ],
    snapshot,
  )
}

/**
 * The requirements for every scheduler, one per case; independent of the test runner.
 *
 * @param make - Returns a new scheduler with the same options for each call.
 *
 * @example
 * ```ts
 * describe.each(schedulerCases(() => queueScheduler()))('$name', ({ run }) => it('holds', run))
 * ```
 */
export function schedulerCases(make: () => Scheduler): readonly ConformanceCase[] {
  return Object.entries(CASES).map(([name, check]) => ({ name, run: async () => check(make) }))
}
