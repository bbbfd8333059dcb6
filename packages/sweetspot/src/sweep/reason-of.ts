import { messageOf, SweetspotError } from '@sweetspot/core'

/** What happened, in an error's own words: the message without the advice and the code of a {@link SweetspotError}. */
export function reasonOf(thrown: unknown): string {
  const message = messageOf(thrown)
  if (!(thrown instanceof SweetspotError)) return message
  const ending = ` ${thrown.advice} [${thrown.code}]`
  return message.endsWith(ending) ? message.slice(0, -ending.length) : message
}
