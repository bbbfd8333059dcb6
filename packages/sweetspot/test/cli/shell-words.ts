/** Splits a command line as a POSIX shell does, without expansions. */
export function shellWords(line: string): string[] {
  const words = line.match(/(?:[^\s'"]|'[^']*'|"(?:[^"\\]|\\.)*")+/g) ?? []
  return words.map((word) =>
    word.replace(
      /'([^']*)'|"((?:[^"\\]|\\.)*)"/g,
      (_, single: string | undefined, double = '') => single ?? String(double).replace(/\\(.)/g, '$1'),
    ),
  )
}
