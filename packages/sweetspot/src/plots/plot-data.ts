import { isList, type StudyOrSnapshot } from '@sweetspot/core'

/**
 * Data of a plot as they were given, or computed of a study.
 *
 * @param list - The property of the data that is a list of objects, by which they are told from a study.
 * @param compute - Throws ERR_INVALID_ARGUMENT for what is not a study either.
 */
export function plotData<S extends Studies, D extends object>(
  source: S | D,
  list: keyof D & string,
  compute: (study: S) => D,
): D {
  return isPlotData<D>(source, list) ? source : compute(source)
}

/** Whether a source is data of a plot, told by a property that is a list of objects. */
export function isPlotData<D extends object>(source: Studies | D, list: keyof D & string): source is D {
  if (typeof source !== 'object' || source === null) return false
  try {
    const items: unknown = Reflect.get(source, list)
    // Holes of a list, which `every` leaves out, are found by `includes`.
    return isList(items) && !items.includes(undefined) && items.every(isRecord)
  } catch {
    // A proxy or a getter that cannot be looked at.
    return false
  }
}

const isRecord = (item: unknown) => typeof item === 'object' && item !== null && !isList(item)

/** One study, or several to compare. */
export type Studies = StudyOrSnapshot | readonly StudyOrSnapshot[]
