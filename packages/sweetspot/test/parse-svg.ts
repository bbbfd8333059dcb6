/** An element of a parsed image, with its text nodes joined. */
export interface SvgElement {
  readonly name: string
  readonly attributes: { readonly [name: string]: string }
  readonly children: readonly SvgElement[]
  readonly text: string
}

const TAG = /<(\/?)([a-z]+)((?: [a-zA-Z-]+="[^"<>]*")*)(\/?)>/y
const ENTITIES: { readonly [entity: string]: string } = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
}

/**
 * Parses the XML of our plots: elements, attributes in double quotes, text, five entities. It is stricter than XML, so
 * that any markup from users' names is an error.
 *
 * @throws Error if it is not well-formed
 */
export function parseSvg(source: string): SvgElement {
  const root = { name: '#root', attributes: {}, children: [] as SvgElement[], text: '' }
  const open = [root]
  let at = 0
  const text = source.trimEnd()
  while (at < text.length) {
    const parent = open.at(-1) as typeof root
    if (text[at] !== '<') {
      const end = text.indexOf('<', at)
      parent.text += unescape(text.slice(at, end < 0 ? undefined : end))
      at = end < 0 ? text.length : end
      continue
    }
    TAG.lastIndex = at
    const match = TAG.exec(text)
    if (!match) throw new Error(`No tag of ours: ${text.slice(at, at + 80)}`)
    const [whole, closing, name = '', list = '', empty] = match
    at += whole.length
    if (closing) {
      if (parent.name !== name) throw new Error(`</${name}> closes <${parent.name}>`)
      open.pop()
      continue
    }
    const pairs = [...list.matchAll(/ ([a-zA-Z-]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [
      key,
      unescape(value),
    ])
    const element = { name, attributes: Object.fromEntries(pairs) as object, children: [], text: '' }
    parent.children.push(element as unknown as SvgElement)
    if (!empty) open.push(element as unknown as typeof root)
  }
  const [svg] = root.children
  if (open.length !== 1 || root.children.length !== 1 || !svg) throw new Error('Expected exactly one root element.')
  return svg
}

/** All elements of a name, in the order of the document. */
export function elementsOf(element: SvgElement, name: string): SvgElement[] {
  const own = element.name === name ? [element] : []
  return [...own, ...element.children.flatMap((child) => elementsOf(child, name))]
}

/** The texts of an image. */
export const textsOf = (element: SvgElement): string[] => elementsOf(element, 'text').map(({ text }) => text)

/** The tooltips of an image. */
export const notesOf = (element: SvgElement): string[] =>
  element.children.flatMap((child) => elementsOf(child, 'title').map(({ text }) => text)).slice(1)

/** All coordinates of an image. */
export function coordinatesOf(svg: SvgElement): number[] {
  const of = ({ attributes, children }: SvgElement): number[] => [
    ...['x', 'y', 'cx', 'cy', 'width', 'height', 'd', 'transform'].flatMap((name) =>
      (attributes[name] ?? '').endsWith('%')
        ? []
        : ((attributes[name] ?? '').match(/NaN|Infinity|-?\d+(?:\.\d+)?/g) ?? []).map(Number),
    ),
    ...children.flatMap(of),
  ]
  return of(svg)
}

function unescape(text: string): string {
  return text.replace(/&[^;]*;?/g, (entity) => {
    const character = ENTITIES[entity]
    if (character === undefined) throw new Error(`A bare & in: ${text.slice(0, 80)}`)
    return character
  })
}
