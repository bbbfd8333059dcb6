import { nearestName, SweetspotError } from '@sweetspot/core'
import type { Placeholder } from '../command-template.ts'

/** The placeholders that are not params. */
const SPECIAL: { readonly [name: string]: Placeholder } = {
  trial: { trial: 'number' },
  dir: { trial: 'folder' },
  'params.json': { trial: 'params-file' },
}

/** A brace pair without braces inside: a placeholder, an escaped one, or literal text. */
const BRACES = /(\$?)(\{?)\{([^{}]*)\}(\}?)/g
const IDENTIFIER = /^[A-Za-z_][\w.-]*$/

/**
 * Splits one element of a command into literal texts and placeholders.
 *
 * `{lr}` is a placeholder. `{{lr}}` is the literal text `{lr}`. Braces around anything that is neither a param nor looks
 * like a name stay as they are, as in `{}`, `{"a": 1}` or `{1,2}`; so does `${x}`.
 *
 * @param params - The names of the params; undefined if they are not known, so that every name may be one.
 * @throws ERR_INVALID_ARGUMENT for a name that is no param
 */
export function splitPlaceholders(
  text: string,
  params: readonly string[] | undefined,
): readonly (string | Placeholder)[] {
  const pieces: (string | Placeholder)[] = []
  let literal = ''
  let end = 0
  for (const match of text.matchAll(BRACES)) {
    const [all, dollar = '', open = '', name = '', close = ''] = match
    const isName = IDENTIFIER.test(name) || params?.includes(name) === true
    literal += text.slice(end, match.index)
    end = match.index + all.length
    if (!isName || dollar !== '') {
      literal += all
    } else if (open !== '' && close !== '') {
      literal += `{${name}}`
    } else {
      literal += open
      if (literal !== '') pieces.push(literal)
      pieces.push(placeholder(name, params))
      literal = close
    }
  }
  literal += text.slice(end)
  if (literal !== '' || pieces.length === 0) pieces.push(literal)
  return pieces
}

/** A param may be called `trial` or `dir`: it then hides the placeholder of that name. */
function placeholder(name: string, params: readonly string[] | undefined): Placeholder {
  if (params?.includes(name)) return { param: name }
  const special = Object.hasOwn(SPECIAL, name) ? SPECIAL[name] : undefined
  if (special) return special
  if (params === undefined) return { param: name }
  const known = [...params, ...Object.keys(SPECIAL)]
  const meant = nearestName(name, known)
  const hint = meant === undefined ? `; the placeholders are ${listOf(known)}.` : `; did you mean {${meant}}?`
  throw new SweetspotError(
    'ERR_INVALID_ARGUMENT',
    `Unknown placeholder {${name}} in the command${hint} Write {{${name}}} for the text {${name}}.`,
  )
}

const listOf = (names: readonly string[]) => names.map((name) => `{${name}}`).join(', ')
