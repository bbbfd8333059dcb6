import { type Direction, SweetspotError } from '@sweetspot/core'
import { loggedName, metricDirection } from './metric-names.ts'

/** What a search aims at: a metric of training, and whether smaller or larger is better. */
export class Objective {
  /** As TensorFlow.js logs it, such as `val_acc` or `val_loss`. */
  readonly name: string
  readonly direction: Direction

  /**
   * @param name - The name of a metric, with `val_` before it for its value on validation data.
   * @param direction - `min` or `minimize`, `max` or `maximize`.
   * @throws ERR_INVALID_OBJECTIVE for another direction
   */
  constructor(name: string, direction: 'min' | 'max' | Direction) {
    if (!['min', 'max', 'minimize', 'maximize'].includes(direction)) {
      throw new SweetspotError('ERR_INVALID_OBJECTIVE', `The direction of ${name} is ${String(direction)}.`)
    }
    this.name = loggedName(name)
    this.direction = direction === 'min' || direction === 'minimize' ? 'minimize' : 'maximize'
  }
}

/** An {@link Objective}, or an object of its form. */
export interface ObjectiveLike {
  readonly name: string
  readonly direction: 'min' | 'max' | Direction
}

/** One or several objectives; a name alone is enough where its direction is known. */
export type ObjectiveOption = string | ObjectiveLike | readonly (string | ObjectiveLike)[]

function checkForm(given: unknown): void {
  if (typeof given === 'string' && given !== '') return
  const { name, direction } = Object(given) as { name?: unknown; direction?: unknown }
  if (typeof name === 'string' && typeof direction === 'string') return
  throw new SweetspotError(
    'ERR_INVALID_OBJECTIVE',
    `Expected the name of a metric, such as 'val_loss', or { name, direction }; received ${JSON.stringify(given)}.`,
  )
}

/**
 * The objectives that an option stands for.
 *
 * @throws ERR_INVALID_OBJECTIVE for an empty list, and where the direction of a name is not known
 */
export function toObjectives(given: ObjectiveOption): readonly Objective[] {
  const list = [given].flat() as (string | ObjectiveLike)[]
  for (const one of list) checkForm(one)
  if (list.length === 0) throw new SweetspotError('ERR_INVALID_OBJECTIVE', 'The list of objectives is empty.')
  return list.map((one) => {
    if (typeof one !== 'string') return new Objective(one.name, one.direction)
    const direction = metricDirection(one)
    if (direction) return new Objective(one, direction)
    throw new SweetspotError('ERR_INVALID_OBJECTIVE', `It is not known whether a large or a small ${one} is good.`)
  })
}
