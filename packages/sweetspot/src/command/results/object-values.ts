import { type FoundValue, isStep, type StepValues } from './metric-reader.ts'

type JsonObject = { readonly [key: string]: unknown }

/** Collects metrics from JSON objects in the order in which they were written. */
export class ObjectValues {
  readonly #names: readonly string[]
  readonly #source: string
  readonly #results = new Map<string, FoundValue>()
  readonly #steps = new Map<string, FoundValue>()
  #last: JsonObject | undefined

  /**
   * @param names - The names of the metrics and constraints.
   * @param source - Where the objects are, such as "JSON object on stdout".
   */
  constructor(names: readonly string[], source: string) {
    this.#names = names
    this.#source = source
  }

  /** Adds an object. Returns its values if it has a step. */
  add(object: JsonObject): StepValues | undefined {
    this.#last = object
    const { step } = object
    const hasStep = Object.hasOwn(object, 'step') && !this.#names.includes('step') && isStep(step)
    const values: Record<string, number> = {}
    for (const name of this.#names) {
      const value = valueAt(object, name)
      if (typeof value !== 'number') continue
      values[name] = value
      const source = hasStep ? `the last ${this.#source}, of step ${step}` : `the last ${this.#source}`
      ;(hasStep ? this.#steps : this.#results).set(name, { value, source })
    }
    return hasStep && Object.keys(values).length > 0 ? { step, values } : undefined
  }

  /** The last value of each metric; a result without a step has priority. */
  get values(): ReadonlyMap<string, FoundValue> {
    return new Map([...this.#steps, ...this.#results])
  }

  /** A sentence about the last object; undefined if there is none. */
  get found(): string | undefined {
    const last = this.#last
    if (!last) return undefined
    const texts = this.#names.flatMap((name) => {
      const value = valueAt(last, name)
      return value === undefined || typeof value === 'number' ? [] : [`${name} is ${shorten(JSON.stringify(value))}`]
    })
    if (texts.length > 0) return `In the last ${this.#source}, ${texts.join(', ')}, which is not a number.`
    const keys = Object.keys(last)
    if (keys.length === 0) return `The last ${this.#source} is empty.`
    return `The last ${this.#source} has ${shorten(keys.join(', '))}.`
  }
}

/** The value of a name, or at a path of names with dots in nested objects. */
function valueAt(object: JsonObject, name: string): unknown {
  if (Object.hasOwn(object, name)) return object[name]
  let value: unknown = object
  for (const key of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as JsonObject)[key]
  }
  return value
}

/** Maximum length of a text from outside in a message. */
const LONGEST = 200

export const shorten = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text)
