/** The position in the journal of a study: the number of events before it. */
export type Position = number
