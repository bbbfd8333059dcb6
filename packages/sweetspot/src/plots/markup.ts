import { harmless } from '../text/display-width.ts'

/** A piece of SVG. Strings become one only through {@link text}, so names that users chose cannot be markup. */
export type Markup = string & { readonly markup: never }

/** Attributes by name; those that are undefined are left out. Numbers are rounded to a hundredth. */
export type Attributes = { readonly [name: string]: string | number | undefined }

export function element(name: string, attributes: Attributes, ...children: readonly Markup[]): Markup {
  const written = Object.entries(attributes)
    .map(([key, value]) =>
      value === undefined ? '' : ` ${key}="${typeof value === 'number' ? round(value) : escape(value)}"`,
    )
    .join('')
  const inner = children.join('')
  return (inner === '' ? `<${name}${written}/>` : `<${name}${written}>${inner}</${name}>`) as Markup
}

/** Text as it is to be read. */
export function text(content: string): Markup {
  return escape(content) as Markup
}

/** Several pieces as one. */
export function all(pieces: readonly Markup[]): Markup {
  return pieces.join('') as Markup
}

/** A number with at most two decimals, in as few characters as possible. */
export function round(value: number): string {
  return String(Math.round(value * 100) / 100)
}

const ENTITIES: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escape(content: string): string {
  return harmless(content).replace(/[&<>"']/g, (character) => ENTITIES[character] as string)
}
