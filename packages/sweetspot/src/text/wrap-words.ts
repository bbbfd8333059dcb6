import { displayWidth } from './display-width.ts'

/** Wraps text between words to lines of at most `width` cells. A wider word has its own line. */
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
