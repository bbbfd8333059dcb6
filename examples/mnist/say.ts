/** Writes text to stderr, and breaks lines between words to fit the terminal. */
export function say(text: string): void {
  const width = process.stderr.columns ?? Number.POSITIVE_INFINITY
  const lines = text.split('\n').flatMap((line) => (line.length > width ? wrapped(line, width) : [line]))
  process.stderr.write(`${lines.join('\n')}\n`)
}

function wrapped(text: string, width: number): string[] {
  const lines = ['']
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? ''
    if (line === '' || line.length + 1 + word.length <= width)
      lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
    else lines.push(word)
  }
  return lines
}
