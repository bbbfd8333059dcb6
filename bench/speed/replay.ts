import type { StudySnapshot } from 'sweetspot'
import { replay, type StudyEvent, spaceToJson } from 'sweetspot/extend'
import { tenParameters } from './ten-parameters.ts'
import { duration } from './timing.ts'

const TRIALS = 100_000

export interface ReplayResult {
  readonly trials: number
  /** Microseconds. */
  readonly whole: number
  /** Microseconds for one more trial (two events) after this many trials. */
  readonly append: { readonly early: number; readonly late: number }
}

/**
 * Measures the replay of a journal of 100,000 trials, and appending one more trial to a short and to the long journal.
 */
export function benchReplay(): ReplayResult {
  const events = journal(TRIALS)
  replay(events.slice(0, 20_001))
  const began = performance.now()
  const late = replay(events)
  const whole = (performance.now() - began) * 1_000
  const early = replay(events.slice(0, 201))
  return { trials: TRIALS, whole, append: { early: timeAppend(early), late: timeAppend(late) } }
}

function timeAppend(start: StudySnapshot): number {
  const rounds = 2_000
  let snapshot = start
  const began = performance.now()
  for (let round = 0; round < rounds; round += 1) snapshot = replay(trialEvents(snapshot.trials.next), snapshot)
  return ((performance.now() - began) * 1_000) / rounds
}

function journal(trials: number): StudyEvent[] {
  const created: StudyEvent = {
    type: 'study-created',
    format: 1,
    name: 'bench',
    directions: { value: 'minimize' },
    space: spaceToJson(tenParameters),
    seed: 1,
    at: 0,
  }
  return [created, ...Array.from({ length: trials }, (_, number) => trialEvents(number)).flat()]
}

function trialEvents(number: number): StudyEvent[] {
  const x = (number * 0.618_033_988_75) % 1
  const params = {
    a: x,
    b: 0.001,
    c: 0.05,
    d: x,
    e: 1 + (number % 100),
    f: 64,
    g: number % 11,
    h: 'adam',
    i: true,
    j: -x,
  }
  return [
    { type: 'trial-started', number, attempt: 1, params, owner: 'bench', at: number },
    { type: 'trial-finished', number, attempt: 1, outcome: { state: 'completed', values: { value: x } }, at: number },
  ]
}

export function showReplay({ trials, whole, append }: ReplayResult): string[] {
  return [
    `replay of ${trials.toLocaleString('en')} trials: ${duration(whole)} (${duration(whole / trials)} a trial)`,
    `one more trial after 100: ${duration(append.early)}; after ${trials.toLocaleString('en')}: ${duration(append.late)}`,
  ]
}
