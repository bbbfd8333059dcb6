/** A module that a source file imports: `import … from`, `export … from`, `import '…'`, `import('…')`. */
export interface Import {
  readonly specifier: string
  readonly line: number
  /** Whether it is `export * from`, which re-exports every name. */
  readonly wildcard: boolean
}

const STATIC = /(?<![\w$.])(?:import|export)\b(?<clause>[^;=()§]*?)\bfrom\s*§(?<index>\d+)§/g
const BARE = /(?<![\w$.])import\s*§(?<index>\d+)§/g
const DYNAMIC = /(?<![\w$.])import\s*\(\s*(?:§(?<index>\d+)§)?/g

/** The imports of a TypeScript source, types included; ignores comments, strings and templates. */
export function importsOf(source: string): Import[] {
  const { code, strings } = maskStrings(source)
  const found: Import[] = []
  for (const pattern of [STATIC, BARE, DYNAMIC]) {
    for (const match of code.matchAll(pattern)) {
      const { index, clause } = match.groups ?? {}
      found.push({
        // A computed specifier is reported as it is and belongs to no room.
        specifier: index === undefined ? '(computed)' : (strings[Number(index)] ?? ''),
        line: code.slice(0, match.index).split('\n').length,
        wildcard: clause?.trim().startsWith('*') === true && match[0].startsWith('export'),
      })
    }
  }
  return found.toSorted((a, b) => a.line - b.line)
}

const REGEX_FOLLOWS = /(?:^|[(,=:[!&|?{};+\-*%~^<>]|\b(?:return|typeof|case|in|of|do|else))\s*$/

/**
 * Blanks comments and regular expressions, empties templates, and replaces each quoted string by its index between two
 * `§`; line numbers do not change.
 */
export function maskStrings(source: string): { code: string; strings: string[] } {
  const strings: string[] = []
  let code = ''
  let at = 0
  /** The number of open braces in each open template substitution. */
  const substitutions: number[] = []

  const template = () => {
    while (at < source.length) {
      const char = source[at++]
      if (char === '\\') at++
      else if (char === '\n') code += '\n'
      else if (char === '`') return
      else if (char === '$' && source[at] === '{') {
        at++
        substitutions.push(0)
        code += '('
        return
      }
    }
  }

  while (at < source.length) {
    const rest = source.slice(at, at + 2)
    const char = rest[0] ?? ''
    if (rest === '//') {
      const end = source.indexOf('\n', at)
      at = end < 0 ? source.length : end
    } else if (rest === '/*') {
      const end = source.indexOf('*/', at + 2)
      const comment = source.slice(at, end < 0 ? source.length : end + 2)
      code += ` ${'\n'.repeat(comment.split('\n').length - 1)}`
      at += comment.length
    } else if (char === "'" || char === '"') {
      let end = at + 1
      while (end < source.length && source[end] !== char && source[end] !== '\n') end += source[end] === '\\' ? 2 : 1
      code += `§${strings.length}§`
      strings.push(source.slice(at + 1, end))
      at = end + 1
    } else if (char === '`') {
      at++
      template()
    } else if (char === '/' && REGEX_FOLLOWS.test(code.slice(-40))) {
      at = endOfRegex(source, at)
      code += ' '
    } else {
      const open = substitutions.length - 1
      if (char === '{' && open >= 0) substitutions[open] = (substitutions[open] ?? 0) + 1
      if (char === '}' && open >= 0) {
        if (substitutions[open] === 0) {
          substitutions.pop()
          code += ')'
          at++
          template()
          continue
        }
        substitutions[open] = (substitutions[open] ?? 0) - 1
      }
      code += char
      at++
    }
  }
  return { code, strings }
}

function endOfRegex(source: string, start: number): number {
  let inClass = false
  for (let at = start + 1; at < source.length; at++) {
    const char = source[at]
    if (char === '\\') at++
    else if (char === '[') inClass = true
    else if (char === ']') inClass = false
    else if (char === '\n' || (char === '/' && !inClass)) return at + 1
  }
  return source.length
}
