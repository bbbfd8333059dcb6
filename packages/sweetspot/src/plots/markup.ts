import { printable } from '@sweetspot/core'

/** A piece of SVG. Strings become SVG only through {@link text}, so users' names cannot inject markup. */
export type Markup = string & { readonly markup: never }

/** Attributes by name. Undefined ones are omitted, and numbers are rounded to two decimals. */
export type Attributes = { readonly [name: string]: string | number | undefined }

/** Creates an element. */
export function element(name: string, attributes: Attributes, ...children: readonly Markup[]): Markup {
  const written = Object.entries(attributes)
    .map(([key, value]) =>
      value === undefined ? '' : ` ${key}="${typeof value === 'number' ? round(value) : escape(value)}"`,
    )
    .join('')
  const inner = children.join('')
  return (inner === '' ? `<${name}${written}/>` : `<${name}${written}>${inner}</${name}>`) as Markup
}

/** Escapes text for SVG. */
export function text(content: string): Markup {
  return escape(content) as Markup
}

/** Joins pieces of SVG. */
export function all(pieces: readonly Markup[]): Markup {
  return pieces.join('') as Markup
}

/** Formats a number with at most two decimals, in as few characters as possible. */
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
  return printable(content).replace(/[&<>"']/g, (character) => ENTITIES[character] as string)
}
