import { isList, type StudyOrSnapshot } from '@sweetspot/core'

/**
 * Returns the given data of a plot, or computes them from a study.
 *
 * @param list - The property of the data that is a list of objects, which distinguishes data from a study.
 * @param compute - Computes the data of a study. Throws ERR_INVALID_ARGUMENT if the source is not a study.
 */
export function plotData<S extends Studies, D extends object>(
  source: S | D,
  list: keyof D & string,
  compute: (study: S) => D,
): D {
  return isPlotData<D>(source, list) ? source : compute(source)
}

/** Whether a source is data of a plot, which has a list of objects as the property `list`. */
export function isPlotData<D extends object>(source: Studies | D, list: keyof D & string): source is D {
  if (typeof source !== 'object' || source === null) return false
  try {
    const items: unknown = Reflect.get(source, list)
    // `every` skips holes of a list; `includes` finds them.
    return isList(items) && !items.includes(undefined) && items.every(isRecord)
  } catch {
    // A proxy or a getter that throws.
    return false
  }
}

const isRecord = (item: unknown) => typeof item === 'object' && item !== null && !isList(item)

/** One study, or several to compare. */
export type Studies = StudyOrSnapshot | readonly StudyOrSnapshot[]
