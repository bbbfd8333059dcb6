import { SweetspotError } from 'sweetspot'

/**
 * A page with one of its measured parts written anew: what stands between `<!-- measured: NAME -->` and
 * `<!-- end of NAME -->`.
 *
 * @throws ERR_INVALID_ARGUMENT where the page has no such marks
 */
export function withMeasuredPart(page: string, name: string, content: string): string {
  const [opening, closing] = [`<!-- measured: ${name} -->`, `<!-- end of ${name} -->`]
  const [start, end] = [page.indexOf(opening), page.indexOf(closing)]
  if (start < 0 || end < start) {
    throw new SweetspotError('ERR_INVALID_ARGUMENT', `The page has no ${opening} followed by ${closing}.`)
  }
  return `${page.slice(0, start + opening.length)}\n\n${content.trim()}\n\n${page.slice(end)}`
}
