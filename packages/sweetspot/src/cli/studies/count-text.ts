/** A number of things: `1 trial`, `2 trials`. */
export const countText = (count: number, thing: string) => `${count} ${thing}${count === 1 ? '' : 's'}`
