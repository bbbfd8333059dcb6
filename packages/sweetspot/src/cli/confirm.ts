import { productError } from '../product-error.ts'
import { wrapWords } from '../text/wrap-words.ts'
import { widthOf } from './output/palette.ts'
import { isInteractive, type Session } from './session.ts'

/**
 * Asks a question at the terminal.
 *
 * @param expected - The word to type. Default: y or yes.
 * @throws ERR_NOT_CONFIRMED if nobody is at the terminal, or the answer is different
 */
export async function confirm(session: Session, question: string, expected?: string): Promise<void> {
  if (!isInteractive(session)) {
    throw productError('ERR_NOT_CONFIRMED', `This needs a confirmation: ${question}`)
  }
  const { stderr, env } = session
  const asked = `${question} ${expected === undefined ? '[y/N]' : `Type ${expected} to confirm:`}`
  stderr.write(`${wrapWords(asked, widthOf(stderr, env) - 1).join('\n')} `)
  const answer = (await firstLine(session)).trim()
  const isYes = expected === undefined ? /^y(?:es)?$/i.test(answer) : answer === expected
  if (!isYes) throw productError('ERR_NOT_CONFIRMED', 'Nothing was changed, because the answer was not a yes.')
}

async function firstLine({ stdin }: Session): Promise<string> {
  let text = ''
  for await (const chunk of stdin) {
    text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8')
    const end = text.indexOf('\n')
    if (end >= 0) return text.slice(0, end)
  }
  return text
}
