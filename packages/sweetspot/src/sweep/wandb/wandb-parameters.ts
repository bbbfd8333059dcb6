import { causeText, fixed, type Parameter, SweetspotError } from '@sweetspot/core'
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
import { keysOf, LISTED, type RangeSource, readRange } from './distributions.ts'

/** Reads the parameters of a W&B sweep, sorted by name as W&B passes them. Nested ones get dotted names. */
export function wandbParameters(
  document: SweepDocument,
  parameters: JsonObject,
  isGrid: boolean,
  notice: (text: string) => void,
): ReadonlyMap<string, Parameter> {
  const found = new Map<string, Parameter>()
  const addAll = (group: JsonObject, path: Path, prefix: string) => {
    for (const key of Object.keys(group).sort()) {
      const [config, place, name] = [group[key], [...path, key], `${prefix}${key}`]
      if (!isObject(config)) {
        const example = `{ value: ${JSON.stringify(config)} }`
        const form = isArray(config) ? `{ values: ${JSON.stringify(config)} }` : example
        throw faultAt(document, place, `Expected ${name} to be an object such as ${form}.`)
      }
      if (isObject(config.parameters) && config.value === undefined && config.values === undefined) {
        addAll(config.parameters, [...place, 'parameters'], `${name}.`)
        continue
      }
      if (found.has(name)) throw faultAt(document, place, `The parameter ${name} is declared twice.`)
      found.set(name, parameterOf(name, { document, path: place, config, notice }, isGrid))
    }
  }
  addAll(parameters, ['parameters'], '')
  return found
}

function parameterOf(name: string, source: RangeSource, isGrid: boolean): Parameter {
  const { document, path, config, notice } = source
  try {
    const [parameter, used] = read(name, source, isGrid)
    const ignored = Object.keys(config).filter((key) => !used.includes(key))
    if (ignored.length > 0) notice(`${name}: ${ignored.join(', ')} ${ignored.length > 1 ? 'are' : 'is'} ignored.`)
    return parameter
  } catch (thrown) {
    if (thrown instanceof SweetspotError && OWN_CODES.has(thrown.code)) throw thrown
    throw faultAt(document, path, `${name}: ${sentence(causeText(thrown))}`)
  }
}

/** The codes of errors that have a place already. */
const OWN_CODES: ReadonlySet<string> = new Set(['ERR_INVALID_SWEEP', 'ERR_SPACE_NOT_FINITE'])

/** The parameter, and the keys that were read. */
function read(name: string, source: RangeSource, isGrid: boolean): [Parameter, readonly string[]] {
  const { document, path, config, notice } = source
  const { value, values, probabilities, distribution } = config
  const isContradicted = distribution !== undefined && !LISTED.includes(String(distribution))
  const isListed = values !== undefined || value !== undefined
  if (isContradicted && isListed) {
    const key = values === undefined ? 'value' : 'values'
    notice(`${name}: the distribution ${String(distribution)} is ignored, since there is ${key}.`)
  }
  if (values !== undefined) {
    if (!isArray(values) || values.length === 0) {
      throw faultAt(document, [...path, 'values'], `Expected values of ${name} to be a list with at least one value.`)
    }
    const shares = probabilities === undefined ? undefined : shareList(name, source, values.length)
    const list = { name, values, dropRepeated: isGrid, notice, ...(shares && { probabilities: shares }) }
    return [listedValues(list), ['values', 'probabilities', 'distribution']]
  }
  if (value !== undefined) {
    if (isArray(value)) {
      const advice = 'write values to try each'
      notice(`${name} is always the list ${JSON.stringify(value)}, since it is given as value; ${advice}.`)
    }
    return [fixed(value), ['value', 'distribution']]
  }
  if (LISTED.includes(String(distribution))) {
    const needed = distribution === 'constant' ? 'value' : 'values'
    throw faultAt(document, path, `${name} is ${String(distribution)}, so it needs ${needed}.`)
  }
  if (distribution === undefined && config.min === undefined && config.max === undefined) {
    throw faultAt(document, path, `${name} needs value, values, or min and max.`)
  }
  const parameter = readRange(source)
  if (isGrid && parameter.kind === 'float' && parameter.multipleOf === undefined && parameter.low < parameter.high) {
    const why = `${name} is continuous, so a grid never ends: list its values, give it a distribution with q, or use method random or bayes.`
    throw new SweetspotError('ERR_SPACE_NOT_FINITE', `${document.at(path)}: ${why}`)
  }
  return [parameter, ['distribution', ...keysOf(String(distribution ?? 'uniform'))]]
}

function shareList(name: string, { document, path, config }: RangeSource, count: number): number[] {
  const { probabilities } = config
  const shares = isArray(probabilities) ? probabilities.filter((share) => typeof share === 'number') : []
  const isValid = shares.length === count && isArray(probabilities) && probabilities.length === count
  if (isValid && shares.every((share) => share >= 0) && shares.some((share) => share > 0)) return shares
  const place = [...path, 'probabilities']
  throw faultAt(document, place, `Expected probabilities of ${name} to be ${count} numbers from 0 on, not all 0.`)
}
