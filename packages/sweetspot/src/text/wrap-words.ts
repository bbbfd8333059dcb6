import { displayWidth } from './display-width.ts'

/** Lines of at most `width` cells, broken between words; a word that is wider has a line of its own. */
export function wrapWords(text: string, width: number, indent = ''): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const line = lines.at(-1)
    if (line !== undefined && displayWidth(line) + 1 + displayWidth(word) <= width) {
      lines[lines.length - 1] = `${line} ${word}`
    } else lines.push((lines.length === 0 ? '' : indent) + word)
  }
  return lines
}
