import { type Direction, formatValue, type SweetspotError } from '@sweetspot/core'
import { loggedName, metricDirection } from './metric-names.ts'
import { tunerError } from './tuner-error.ts'

/** The objective of a search: a metric of training and its direction. */
export class Objective {
  /** The name under which TensorFlow.js logs the metric, such as `val_acc` or `val_loss`. */
  readonly name: string
  readonly direction: Direction

  /**
   * @param name - The name of a metric, with `val_` before it for its value on validation data.
   * @param direction - `min` or `minimize`, `max` or `maximize`.
   * @throws ERR_INVALID_OBJECTIVE for another direction, or a name that is not a string
   */
  constructor(name: string, direction: 'min' | 'max' | Direction) {
    if (typeof name !== 'string') {
      throw tunerError('ERR_INVALID_OBJECTIVE', `Expected the name of a metric; received ${formatValue(name)}.`)
    }
    if (!['min', 'max', 'minimize', 'maximize'].includes(direction)) {
      throw tunerError(
        'ERR_INVALID_OBJECTIVE',
        `Expected 'min' or 'max' as the direction of ${name}; received ${formatValue(direction)}.`,
      )
    }
    this.name = loggedName(name)
    this.direction = direction === 'min' || direction === 'minimize' ? 'minimize' : 'maximize'
  }
}

/** An {@link Objective}, or a plain object with the same properties. */
export interface ObjectiveLike {
  readonly name: string
  readonly direction: 'min' | 'max' | Direction
}

/** One or several objectives; a name is enough if its direction is known. */
export type ObjectiveOption = string | ObjectiveLike | readonly (string | ObjectiveLike)[]

/**
 * Converts the option to a list of objectives.
 *
 * @throws ERR_INVALID_OBJECTIVE for an empty list, or a name whose direction is not known
 */
export function toObjectives(given: ObjectiveOption): readonly Objective[] {
  const list = listOf(given)
  if (list.length === 0)
    throw tunerError('ERR_INVALID_OBJECTIVE', 'Expected at least one objective; received an empty list.')
  return list.map((one) => {
    if (typeof one !== 'string') return objectiveLike(one)
    if (one === '') throw wrongForm(one)
    const direction = metricDirection(one)
    if (direction) return new Objective(one, direction)
    throw tunerError(
      'ERR_INVALID_OBJECTIVE',
      `The direction of ${one} is not known: pass new Objective('${one}', 'max') or 'min'.`,
    )
  })
}

function listOf(given: ObjectiveOption): readonly (string | ObjectiveLike)[] {
  try {
    return Array.isArray(given)
      ? Array.from(given as readonly (string | ObjectiveLike)[])
      : [given as string | ObjectiveLike]
  } catch {
    throw tunerError('ERR_INVALID_OBJECTIVE', 'Expected an objective, or a list of objectives.')
  }
}

function objectiveLike(given: ObjectiveLike): Objective {
  let parts: { readonly name?: unknown; readonly direction?: unknown }
  try {
    const { name, direction } = given
    parts = { name, direction }
  } catch (cause) {
    throw wrongForm(given, { cause })
  }
  const { name, direction } = parts
  if (typeof name !== 'string' || typeof direction !== 'string') throw wrongForm(given)
  return new Objective(name, direction as Direction)
}

function wrongForm(given: unknown, options?: ErrorOptions): SweetspotError {
  const text = `Expected the name of a metric, such as 'val_loss', or { name, direction }; received ${formatValue(given)}.`
  return tunerError('ERR_INVALID_OBJECTIVE', text, options)
}
