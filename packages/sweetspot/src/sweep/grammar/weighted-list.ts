import { choice, formatValue, type Parameter } from '@sweetspot/core'
import { NUMBER, type Scalar, scalarOf, TextFault } from './scalar-list.ts'

/** One value with its weight: quoted, or any text without commas and quotes up to the last equals sign. */
const ITEM = new RegExp(`\\s*('[^']*'|"(?:[^"\\\\]|\\\\.)*"|[^,'"]*?)\\s*(?:=\\s*(${NUMBER}))?\\s*(,|$)`, 'y')

/**
 * Reads a choice with a weight for each value, such as `adam=3,sgd=1`.
 *
 * @param from - Index at which the list begins.
 * @throws TextFault for a value without a weight, and a value that is listed twice
 */
export function weightedChoice(text: string, from: number): Parameter {
  const weights = new Map<Scalar['value'], number>()
  let at = from
  do {
    ITEM.lastIndex = at
    const [all, written = '', weight, comma] = ITEM.exec(text) ?? []
    if (all === undefined || written === '' || weight === undefined) {
      const example = written === '' || /['"]/.test(written) ? 'adam=3,sgd=1' : `${written}=1`
      throw new TextFault(at, `expected a value with its weight, such as ${example}`)
    }
    if (!(Number(weight) > 0)) throw new TextFault(at, `expected a weight above 0, not ${weight}`)
    const value = valueOf(written)
    if (weights.has(value)) throw new TextFault(at, `the value ${formatValue(value)} is listed twice`)
    weights.set(value, Number(weight))
    at += all.length
    if (comma === '') break
  } while (at <= text.length)
  return choice([...weights.keys()], { weights: [...weights.values()] })
}

function valueOf(written: string): Scalar['value'] {
  if (written.startsWith("'")) return written.slice(1, -1)
  if (written.startsWith('"')) return written.slice(1, -1).replace(/\\(["\\])/g, '$1')
  return scalarOf(written)
}
