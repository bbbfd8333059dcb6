import { SweetspotError } from 'sweetspot'

/**
 * Replaces a measured part of a page: the text between `<!-- measured: NAME -->` and `<!-- end of NAME -->`.
 *
 * @throws ERR_INVALID_ARGUMENT if the page does not have these marks
 */
export function withMeasuredPart(page: string, name: string, content: string): string {
  const [opening, closing] = [`<!-- measured: ${name} -->`, `<!-- end of ${name} -->`]
  const [start, end] = [page.indexOf(opening), page.indexOf(closing)]
  if (start < 0 || end < start) {
    throw new SweetspotError('ERR_INVALID_ARGUMENT', `The page has no ${opening} followed by ${closing}.`)
  }
  return `${page.slice(0, start + opening.length)}\n\n${content.trim()}\n\n${page.slice(end)}`
}
