/** Formats a count with its noun: `1 trial`, `3 trials`. */
export const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
