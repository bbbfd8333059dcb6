import { type Page, splitFences } from './pages.ts'

/** A program on a page: one block, or several, the later ones marked `continues`. */
export interface Program {
  readonly page: string
  /** The line number of its first line of code. */
  readonly line: number
  readonly language: 'ts' | 'js'
  readonly treatment: 'run' | 'no-run' | 'no-check'
  /** The name of the file by which later programs of the page find it: the title of its block, if it has one. */
  readonly file: string | undefined
  /** The code, with each line at its line number on the page, so that messages have the page's line numbers. */
  readonly text: string
}

const LANGUAGES: Readonly<Record<string, 'ts' | 'js'>> = {
  ts: 'ts',
  typescript: 'ts',
  js: 'js',
  javascript: 'js',
  mjs: 'js',
}
const REMARK = /^(?<continues>continues\b)?\s*(?<treatment>no-run|no-check)?\b\s*(?<reason>.*)$/

/** The programs of a page, and the mistakes in the remarks on its blocks. */
export function programsOf({ path, text }: Page): { programs: Program[]; mistakes: string[] } {
  const programs: Program[] = []
  const mistakes: string[] = []
  for (const { language, remark, title, line, code } of splitFences(text).fences) {
    const kind = LANGUAGES[language]
    if (kind === undefined) continue
    const { continues, treatment, reason = '' } = REMARK.exec(remark)?.groups ?? {}
    const where = `${path}:${line - 1}`
    if (treatment === undefined && reason !== '')
      mistakes.push(`${where} unknown remark '${reason}': see CONTRIBUTING.md`)
    if (treatment !== undefined && reason.length < 5)
      mistakes.push(`${where} ${treatment} needs a reason on the same line`)
    const previous = programs.at(-1)
    if (continues !== undefined && previous === undefined)
      mistakes.push(`${where} continues, but there is no block to continue`)
    if (continues !== undefined && previous !== undefined) {
      const gap = line - previous.text.split('\n').length
      const stricter = treatment === undefined ? previous.treatment : (treatment as Program['treatment'])
      programs[programs.length - 1] = {
        ...previous,
        treatment: stricter,
        text: `${previous.text}${'\n'.repeat(gap)}${code.join('\n')}`,
      }
      continue
    }
    programs.push({
      page: path,
      line,
      language: kind,
      treatment: (treatment as Program['treatment'] | undefined) ?? 'run',
      file: title,
      text: `${'\n'.repeat(line - 1)}${code.join('\n')}`,
    })
  }
  return { programs, mistakes }
}
