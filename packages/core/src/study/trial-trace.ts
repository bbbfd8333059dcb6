import type { EventOf } from '../journal/study-event.ts'

/**
 * The params that a trial asked for in a space defined by running; absent if there are none.
 *
 * If the trial may not have asked for all parameters, `params` has all known params, and `asked` the names of those
 * that it asked for.
 */
export type TrialTrace = Pick<EventOf<'trial-finished'>, 'params' | 'asked'>
