import type { Key } from '../../math/random.ts'

/** Fits cached per target: the sampler, a recommendation and an analysis may alternate. */
const FITS_PER_TARGET = 4
/** Targets cached per owner, over all studies of one search space. */
const TARGETS_PER_OWNER = 64

/** Fits by owner and by the key of the target: the objective, success, each constraint, the cost. */
export class FitMemory<F> {
  readonly #fits = new WeakMap<object, Map<string, F[]>>()

  /** The fits of one target, the most recently used one last. */
  #of(owner: object, key: Key): F[] {
    const targets = this.#fits.get(owner) ?? new Map<string, F[]>()
    this.#fits.set(owner, targets)
    const name = key.join()
    const fits = targets.get(name) ?? []
    // Moves the target to the end: the first one is the least recently used.
    targets.delete(name)
    targets.set(name, fits)
    const [oldest] = targets.keys()
    if (targets.size > TARGETS_PER_OWNER && oldest !== undefined) targets.delete(oldest)
    return fits
  }

  find(owner: object, key: Key, matches: (fit: F) => boolean): F | undefined {
    const fits = this.#of(owner, key)
    const index = fits.findIndex(matches)
    const [found] = index < 0 ? [] : fits.splice(index, 1)
    if (found !== undefined) fits.push(found)
    return found
  }

  add(owner: object, key: Key, fit: F): void {
    const fits = this.#of(owner, key)
    fits.push(fit)
    if (fits.length > FITS_PER_TARGET) fits.shift()
  }
}
