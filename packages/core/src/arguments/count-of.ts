import { SweetspotError } from '../errors.ts'

/**
 * Formats a count with its noun: `1 trial`, `3 trials`.
 *
 * @param plural - Default: the noun with an s.
 * @throws ERR_INVALID_ARGUMENT for anything but a number and texts
 */
export function countOf(count: number, noun: string, plural?: string): string {
  const areTexts = typeof noun === 'string' && (plural === undefined || typeof plural === 'string')
  if (typeof count !== 'number' || !areTexts)
    throw new SweetspotError('ERR_INVALID_ARGUMENT', 'Expected a count, a noun and its plural.')
  return `${count} ${count === 1 ? noun : (plural ?? `${noun}s`)}`
}
