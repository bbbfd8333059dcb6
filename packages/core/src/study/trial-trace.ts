import type { EventOf } from '../journal/study-event.ts'

/**
 * What a trial showed of a space defined by running: the params it asked for, absent if it asked for none; and where these
 * may not be all that it uses, its params as far as they are known, and the names of those that it asked for.
 */
export type TrialTrace = Pick<EventOf<'trial-finished'>, 'params' | 'asked'>
