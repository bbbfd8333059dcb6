import {
  causeText,
  choice,
  distribution,
  float,
  int,
  type Json,
  nearestName,
  type Parameter,
  type Shape,
  SweetspotError,
  space,
} from '@sweetspot/core'
import { sentence } from '../../text/sentence.ts'
import {
  faultAt,
  isArray,
  isObject,
  type JsonObject,
  type Path,
  type SweepDocument,
} from '../document/sweep-document.ts'
import { listedValues } from '../listed-values.ts'
import type { ReadSweep } from '../sweep.ts'

/** Whether a document is a search space of NNI: each of its members has `_type`. */
export const isNni = (root: Json): root is JsonObject =>
  isObject(root) && Object.keys(root).length > 0 && Object.values(root).every((one) => isObject(one) && '_type' in one)

/** Reads a search space of NNI. */
export function readNni(document: SweepDocument, root: JsonObject): ReadSweep {
  const notices = [...document.notices]
  const reader = new NniReader(document, (text) => notices.push(text))
  const found = space(reader.shape(root, [], ''))
  notices.push(
    'The file has a search space alone: pass the command after --, and the metric with --maximize or --minimize.',
  )
  return { sweep: { space: found }, notices }
}

/** Numbers of a range, and the options that follow from its type. */
type RangeReader = (...numbers: number[]) => Parameter

/** The ranges of NNI: the count of their numbers, and what they mean. The upper end of randint is excluded. */
const RANGES: { readonly [type: string]: readonly [count: number, form: string, read: RangeReader] } = {
  uniform: [2, '[low, high]', (low = 0, high = 0) => float(low, high)],
  loguniform: [2, '[low, high]', (low = 0, high = 0) => float(low, high, { log: true })],
  randint: [2, '[low, high]', (low = 0, high = 0) => int(low, high - 1)],
  quniform: [3, '[low, high, q]', (low = 0, high = 0, q = 1) => multiples(low, high, q, false)],
  qloguniform: [3, '[low, high, q]', (low = 0, high = 0, q = 1) => multiples(low, high, q, true)],
  normal: [
    2,
    '[mu, sigma]',
    (mean = 0, sd = 1) => float(-Infinity, Infinity, { prior: distribution({ normal: { mean, sd } }) }),
  ],
  lognormal: [
    2,
    '[mu, sigma]',
    (mean = 0, sd = 1) => float(-Infinity, Infinity, { prior: distribution({ logNormal: { mean, sd } }) }),
  ],
  qnormal: [
    3,
    '[mu, sigma, q]',
    (mean = 0, sd = 1, q = 1) =>
      float(-Infinity, Infinity, { prior: distribution({ normal: { mean, sd } }), multipleOf: q }),
  ],
  qlognormal: [
    3,
    '[mu, sigma, q]',
    (mean = 0, sd = 1, q = 1) =>
      float(0, Infinity, { prior: distribution({ logNormal: { mean, sd } }), multipleOf: q }),
  ],
}

function multiples(low: number, high: number, q: number, log: boolean): Parameter {
  const isWhole = [low, high, q].every(Number.isSafeInteger)
  return (isWhole ? int : float)(low, high, { multipleOf: q, log })
}

class NniReader {
  readonly #document: SweepDocument
  readonly #notice: (text: string) => void

  constructor(document: SweepDocument, notice: (text: string) => void) {
    this.#document = document
    this.#notice = notice
  }

  /** The parameters of a group; those of a branch are named after the choice. */
  shape(group: JsonObject, path: Path, prefix: string): Shape {
    const entries = Object.entries(group)
    return Object.fromEntries(
      entries.map(([key, definition]) => [
        `${prefix}${key}`,
        this.#parameter(definition, [...path, key], prefix + key),
      ]),
    )
  }

  #parameter(definition: Json, path: Path, name: string): Parameter {
    const fault = (why: string) => faultAt(this.#document, path, `${name}: ${why}`)
    if (!isObject(definition))
      throw fault(`Expected an object with _type and _value; received ${JSON.stringify(definition)}.`)
    const { _type: type, _value: value } = definition
    if (!isArray(value) || value.length === 0) throw fault('Expected _value to be a list.')
    try {
      if (type === 'choice') return this.#choice(value, path, name)
      const range = Object.hasOwn(RANGES, String(type)) ? RANGES[String(type)] : undefined
      if (!range) {
        const near = nearestName(String(type), [...Object.keys(RANGES), 'choice'])
        throw fault(`Unknown _type ${JSON.stringify(type)}${near === undefined ? '.' : `; did you mean ${near}?`}`)
      }
      const [count, form, read] = range
      const numbers = value.filter((number) => typeof number === 'number')
      if (numbers.length !== count || value.length !== count) {
        throw fault(`Expected _value of ${String(type)} to be ${form}; received ${JSON.stringify(value)}.`)
      }
      this.#noticeEnds(String(type), numbers, name)
      return read(...numbers)
    } catch (thrown) {
      if (thrown instanceof SweetspotError && thrown.code === 'ERR_INVALID_SWEEP') throw thrown
      throw fault(sentence(causeText(thrown)))
    }
  }

  /** NNI clips multiples to the range, so an end that is none is a value of its own. */
  #noticeEnds(type: string, [low = 0, high = 0, q = 1]: readonly number[], name: string): void {
    if (type !== 'quniform' && type !== 'qloguniform') return
    const outside = [low, high].filter((end) => {
      const nearest = Math.round(end / q) * q
      return nearest < low || nearest > high
    })
    if (outside.length === 0) return
    this.#notice(
      `${name}: values are multiples of ${q} within the range; NNI also takes its ends ${outside.join(' and ')}.`,
    )
  }

  #choice(values: readonly Json[], path: Path, name: string): Parameter {
    const branches = values.filter((value) => isObject(value)).filter((value) => typeof value._name === 'string')
    if (branches.length < values.length) {
      return listedValues({ name, values, dropRepeated: true, notice: this.#notice })
    }
    const shapes = branches.map((branch, index): [string, Shape] => {
      const { _name: option, ...parameters } = branch
      return [String(option), this.shape(parameters, [...path, '_value', index], `${name}.`)]
    })
    const options = shapes.map(([option]) => option)
    if (new Set(options).size < options.length) {
      throw faultAt(this.#document, path, `${name} has two branches of the same _name.`)
    }
    if (shapes.some(([, shape]) => Object.keys(shape).length > 0)) {
      this.#notice(`${name} is a choice of names; parameters of its branches are called ${name}.NAME.`)
    }
    return choice(Object.fromEntries(shapes))
  }
}
