import type { EventOf } from '../journal/study-event.ts'

/**
 * What a trial showed of a space defined by running: the params it asked for (absent if it asked for none), and parameters
 * that the study did not know, or not in this range.
 */
export type TrialTrace = Pick<EventOf<'trial-finished'>, 'params' | 'found'>
