import type { EventOf } from '../journal/study-event.ts'

/**
 * What an objective did to its trial besides ending it: the params it asked for by running (absent if it asked for none,
 * or the space is declared), parameters that the study did not know or not in this range, and attributes.
 */
export type TrialTrace = Pick<EventOf<'trial-finished'>, 'params' | 'found' | 'attributes'>
