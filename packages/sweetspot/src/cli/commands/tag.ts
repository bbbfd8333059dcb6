import { productError } from '../../product-error.ts'
import type { CommandCode } from '../command-code.ts'
import { annotatedBy } from '../studies/annotated.ts'
import { withStudy } from '../studies/open-for-writing.ts'
import { readStoredStudy } from '../studies/stored-study.ts'

/** `sweetspot tag` */
export const tag: CommandCode<'tag'> = async ({ arguments: { study, words }, options: { remove } }, context) => {
  const { label, attributes, trial, words: given } = annotatedBy(words, await readStoredStudy(context, study))
  const present = Array.isArray(attributes.tags) ? attributes.tags.filter((each) => typeof each === 'string') : []
  if (given.length === 0) {
    if (remove) throw productError('ERR_USAGE', 'Expected the tags to remove.')
    return context.print.listing({
      columns: [{ name: 'tag' }],
      rows: present.map((each) => ({ tag: each })),
      empty: `There are no tags on ${label}.`,
    })
  }
  const tags = remove ? present.filter((each) => !given.includes(each)) : [...new Set([...present, ...given])]
  await withStudy(context, study, (opened) => opened.annotate({ tags: tags.length > 0 ? tags : null }, trial))
  context.print.notice(`Tags of ${label}: ${tags.join(', ') || 'none'}.`)
}
