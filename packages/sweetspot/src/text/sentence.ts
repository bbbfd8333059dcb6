/** The text as a sentence: with a period, unless it ends with a mark of its own. */
export const sentence = (text: string) => (/[.?!]$/.test(text) ? text : `${text}.`)
