/** How many events of a study have been read or written. */
export type Position = number
