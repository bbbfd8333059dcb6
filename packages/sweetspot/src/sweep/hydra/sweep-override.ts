import { fixed, float, int, type Json, type Parameter, type Scale } from '@sweetspot/core'
import { listedValues } from '../listed-values.ts'

/** The context that a reader of overrides needs. */
export interface OverrideContext {
  readonly name: string
  /** Whether the end of `range` is included, as by the Optuna sweeper, or excluded, as by the basic one. */
  readonly includesEnd: boolean
  readonly notice: (text: string) => void
}

const CALL = /^([A-Za-z_]+)\((.*)\)$/s

/**
 * Reads the value of a sweep in Hydra's override grammar: `choice(…)`, `range(…)`, `interval(…)`, each within `int`,
 * `float` or `tag(log, …)`, a comma list, or one value.
 *
 * @throws Error that says what is wrong with the text
 */
export function readOverride(text: string, context: OverrideContext): Parameter {
  return read(text.trim(), context, { scale: 'linear' })
}

interface Modifiers {
  readonly scale: Scale
  readonly cast?: 'int' | 'float'
}

function read(text: string, context: OverrideContext, modifiers: Modifiers): Parameter {
  const { name, notice } = context
  const [, call, inner = ''] = CALL.exec(text) ?? []
  const parts = splitList(call === undefined ? text : inner)
  switch (call) {
    case undefined:
      return listed(parts.map(valueOf), context)
    case 'choice':
      return listed(parts.map(valueOf), context)
    case 'int':
    case 'float':
      return read(inner.trim(), context, { ...modifiers, cast: call })
    case 'tag': {
      const [swept = '', ...tags] = parts.toReversed()
      const ignored = tags.filter((tag) => tag !== 'log')
      if (ignored.length > 0) notice(`${name}: the tag ${ignored.join(', ')} is ignored.`)
      return read(swept, context, tags.includes('log') ? { ...modifiers, scale: 'log' } : modifiers)
    }
    case 'sort':
    case 'shuffle':
      notice(`${name}: ${call} is ignored, since the sampler chooses the order.`)
      return read(inner.trim(), context, modifiers)
    case 'interval':
      return intervalOf(namedNumbers(parts, ['start', 'end']), modifiers)
    case 'range':
      return rangeOf(namedNumbers(parts, ['start', 'stop', 'step']), context, modifiers)
    default:
      throw new Error(`${call}(…) is not supported; use choice, range, interval, int, float or tag`)
  }
}

function listed(values: readonly Json[], { name, notice }: OverrideContext): Parameter {
  return values.length === 1 ? fixed(values[0] as Json) : listedValues({ name, values, dropRepeated: true, notice })
}

function intervalOf({ start, end }: Numbers, { scale, cast }: Modifiers): Parameter {
  if (start === undefined || end === undefined) throw new Error('interval needs a start and an end')
  const [low, high] = [Number(start), Number(end)]
  if (cast === 'int') return int(Math.trunc(low), Math.trunc(high), { scale })
  return float(low, high, { scale })
}

function rangeOf(
  numbers: Numbers,
  { includesEnd, name, notice }: OverrideContext,
  { scale, cast }: Modifiers,
): Parameter {
  const { start, stop, step = '1' } = numbers
  const [low, end] = stop === undefined ? [0, Number(start)] : [Number(start), Number(stop)]
  if (start === undefined) throw new Error('range needs a stop')
  const distance = Number(step)
  const isFloat = cast !== 'int' && (cast === 'float' || [start, stop, step].some((text) => /[.eE]/.test(text ?? '')))
  if (scale === 'log') {
    notice(`${name}: the log scale of the range is used; the Optuna sweeper of Hydra 1.2 ignores it.`)
    if (distance !== 1) notice(`${name}: the step ${step} is ignored on a log scale.`)
    return (isFloat ? float : int)(low, end, { scale })
  }
  if (includesEnd) return (isFloat ? float : int)(low, end, { step: distance })
  const count = Math.ceil((end - low) / distance - 1e-9)
  if (!(count >= 1)) throw new Error('the range is empty, since its stop is excluded')
  const high = Number((low + (count - 1) * distance).toPrecision(12))
  return (isFloat ? float : int)(low, high, { step: distance })
}

type Numbers = { readonly [name: string]: string | undefined }

/** The numbers of a call, by position or as `name=number`. */
function namedNumbers(parts: readonly string[], names: readonly string[]): Numbers {
  const found: { [name: string]: string } = {}
  parts.forEach((part, index) => {
    const [, key, value = ''] = /^(\w+)\s*=\s*(.*)$/s.exec(part) ?? []
    const name = key ?? names[index] ?? ''
    const text = key === undefined ? part : value
    if (!names.includes(name)) throw new Error(`${JSON.stringify(part)} is surplus; expected ${names.join(', ')}`)
    if (text === '' || !Number.isFinite(Number(text))) throw new Error(`${JSON.stringify(text)} is not a number`)
    found[name] = text
  })
  return found
}

const CLOSING: { readonly [opening: string]: string } = { '(': ')', '[': ']', '{': '}' }

/** Splits at the commas outside quotes and brackets. */
function splitList(text: string): string[] {
  const parts: string[] = []
  const open: string[] = []
  let [from, quote] = [0, '']
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] as string
    if (quote !== '') {
      if (letter === '\\') at += 1
      else if (letter === quote) quote = ''
    } else if (letter === '"' || letter === "'") quote = letter
    else if (CLOSING[letter] !== undefined) open.push(CLOSING[letter] as string)
    else if (letter === open.at(-1)) open.pop()
    else if (letter === ',' && open.length === 0) {
      parts.push(text.slice(from, at).trim())
      from = at + 1
    }
  }
  if (quote !== '' || open.length > 0) throw new Error(`${JSON.stringify(text)} is not closed`)
  return [...parts, text.slice(from).trim()]
}

/** One value of Hydra's grammar: a quoted text, a list, an object, a number, true, false, null or a text. */
function valueOf(text: string): Json {
  if (text === '') throw new Error('a value is empty')
  const quote = text[0]
  if ((quote === '"' || quote === "'") && text.endsWith(quote) && text.length > 1) {
    return text.slice(1, -1).replaceAll(`\\${quote}`, quote)
  }
  if (text.startsWith('[') && text.endsWith(']')) {
    const inner = text.slice(1, -1).trim()
    return inner === '' ? [] : splitList(inner).map(valueOf)
  }
  if (text.startsWith('{') && text.endsWith('}')) {
    const inner = text.slice(1, -1).trim()
    const pairs = inner === '' ? [] : splitList(inner).map((pair) => pair.split(/:(.*)/s))
    return Object.fromEntries(
      pairs.map(([key = '', value = '']) => [String(valueOf(key.trim())), valueOf(value.trim())]),
    )
  }
  if (/^(?:true|false)$/i.test(text)) return text.toLowerCase() === 'true'
  if (/^null$/i.test(text)) return null
  return /^[+-]?(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text.replaceAll('_', '')) : text
}
