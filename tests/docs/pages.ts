import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../scripts/workspace.mjs'

/** A Markdown file of the checkout: its path from the root, and its text. */
export interface Page {
  readonly path: string
  readonly text: string
}

/** All Markdown pages, except those generated at build time. */
export function readPages(pattern = '{*.md,{docs,packages,examples,bench,tests}/**/*.md}'): Page[] {
  return globSync(pattern, {
    cwd: root,
    exclude: ['**/node_modules/**', '**/dist/**', '**/cache/**', 'docs/api/**', 'examples/results/**'],
  })
    .map((path) => path.replaceAll('\\', '/'))
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

/** A fenced code block. */
export interface Fence {
  readonly language: string
  /** The text after the language on the opening line, without VitePress's highlighted lines and titles. */
  readonly remark: string
  /** VitePress's title in brackets, such as a file name; undefined if there is none. */
  readonly title: string | undefined
  /** The line number of the first line of code, from 1. */
  readonly line: number
  readonly code: readonly string[]
}

const OPENING = /^(?<indent>\s*)(?<mark>`{3,}|~{3,})(?<info>[^`]*)$/

/** The fenced blocks of a page, and its lines without code. */
export function splitFences(text: string): { fences: Fence[]; prose: string[] } {
  const fences: Fence[] = []
  const prose: string[] = []
  const lines = text.split('\n')
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    const { indent = '', mark, info = '' } = OPENING.exec(line)?.groups ?? {}
    if (mark === undefined) {
      prose.push(line)
      continue
    }
    const start = at + 1
    const isEnd = (candidate: string) => candidate.trim().startsWith(mark) && /^[`~]+$/.test(candidate.trim())
    while (at + 1 < lines.length && !isEnd(lines[at + 1] ?? '')) at++
    const code = lines
      .slice(start, at + 1)
      .map((inner) => (inner.startsWith(indent) ? inner.slice(indent.length) : inner))
    prose.push(...Array.from({ length: at + 2 - start + 1 }, () => ''))
    at++
    const { language = '', rest = '' } = /^\s*(?<language>[a-zA-Z]*)(?<rest>.*)$/.exec(info)?.groups ?? {}
    const remark = rest.replace(/\{[^}]*\}|\[[^\]]*\]|:[\w-]+(?:=\d+)?/g, ' ').trim()
    const title = /\[(?<title>[^\]]*)\]/.exec(rest)?.groups?.['title']
    fences.push({ language: language.toLowerCase(), remark, title, line: start + 1, code })
  }
  return { fences, prose }
}
