import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const read = (file: string) => readFileSync(join(import.meta.dirname, '..', file), 'utf8')

/** The texts that stand more than once. */
const repeated = (texts: readonly string[]) => [...new Set(texts.filter((text, index) => texts.indexOf(text) < index))]

/** The sections of a page, from one heading of any level to the next. */
function sectionsOf(page: string): readonly (readonly [heading: string, body: string])[] {
  const [, ...sections] = page.split(/^(?=#)/m)
  return sections.map((section) => {
    const [heading = '', ...lines] = section.split('\n')
    return [heading, lines.join('\n')]
  })
}

// A merge of two edits of a line may keep both.
describe('CHANGELOG.md', () => {
  it.each(sectionsOf(read('CHANGELOG.md')).filter(([heading]) => heading.startsWith('###')))(
    '%s has one entry for each subject',
    (_, body) => {
      const subjects = [...body.matchAll(/^- \*\*(.+?)\*\*/gm)].map(([, subject = '']) => subject)
      expect(subjects).not.toEqual([])
      expect(repeated(subjects)).toEqual([])
    },
  )
})

describe('FEATURES.md', () => {
  it.each(sectionsOf(read('FEATURES.md')).filter(([, body]) => /^\|/m.test(body)))(
    '%s has one row for each feature',
    (_, body) => {
      const features = [...body.matchAll(/^\| (.+?) \|/gm)].map(([, feature = '']) => feature)
      expect(features.length).toBeGreaterThan(2)
      expect(repeated(features)).toEqual([])
    },
  )
})
