import { productError } from '../../product-error.ts'
import type { CommandCode } from '../command-code.ts'
import { annotatedBy } from '../studies/annotated.ts'
import { withStudy } from '../studies/open-for-writing.ts'
import { readStoredStudy } from '../studies/stored-study.ts'

/** `sweetspot note` */
export const note: CommandCode<'note'> = async ({ arguments: { study, words }, options: { remove } }, context) => {
  const { label, attributes, trial, words: text } = annotatedBy(words, await readStoredStudy(context, study))
  if (remove && text.length > 0) throw productError('ERR_USAGE', 'Expected either a new note or --remove.')
  if (text.length === 0 && !remove) {
    const present = attributes.note ?? ''
    if (present === '') return context.print.notice(`There is no note on ${label}.`)
    return context.print.raw(`${typeof present === 'string' ? present : JSON.stringify(present)}\n`)
  }
  await withStudy(context, study, (opened) => opened.annotate({ note: remove ? null : text.join(' ') }, trial))
  context.print.notice(`${remove ? 'Removed the note' : 'Noted'} on ${label}.`)
}
