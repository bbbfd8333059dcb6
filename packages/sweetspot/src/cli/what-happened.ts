import type { SweetspotError } from '@sweetspot/core'

/** The message of an error without its advice and its code. */
export function whatHappened({ message, advice, code }: SweetspotError): string {
  const end = ` ${advice} [${code}]`
  return message.endsWith(end) ? message.slice(0, -end.length) : message
}
