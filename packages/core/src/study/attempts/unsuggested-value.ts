import { foldIn, type Key, uniformStream } from '../../math/random.ts'
import { type Json, sameJson } from '../../space/json-value.ts'
import { domainOf } from '../../space/parameters/domain.ts'
import type { Parameter } from '../../space/parameters/parameter.ts'
import type { Params } from '../../space/params.ts'

/** A trial that asks for a parameter without a suggested value, or with one that does not fit. */
export interface AskingTrial {
  readonly number: number
  /** The study's random key. */
  readonly key: Key
  /** Whether values start at the low end, for exhaustive samplers. */
  readonly exhaustive: boolean
}

/** The params of another trial; those known so far if it is running. */
export interface OtherTrial {
  readonly number: number
  readonly params: Params
  readonly isRunning: boolean
}

/** Maximum number of values that are compared with other trials; above it, two trials rarely draw the same value. */
const MAX_LEVELS = 10_000

/**
 * Chooses values without a suggestion for one trial. They are random, but avoid repeating another trial: each value is
 * one of those with which the fewest trials continued after the same earlier values.
 *
 * Trials that ask at the same time, in one or several processes, do not see each other's values. So each skips as many
 * values as there are earlier trials that have not asked yet, and they take different values without communicating.
 */
export class UnsuggestedValues {
  readonly #trial: AskingTrial
  /** The other trials that match all earlier values of this trial, as far as they are known. */
  #alike: readonly OtherTrial[] | undefined
  /** The values of this trial with which they have not been compared. */
  #fresh: (readonly [name: string, value: Json])[] = []
  /** The number of combinations to skip; undefined before the first value. */
  #skip: { readonly count: number; readonly first: number } | undefined

  constructor(trial: AskingTrial) {
    this.#trial = trial
  }

  /** Takes note of a value of this trial, suggested or not. */
  took(name: string, value: Json): void {
    this.#fresh.push([name, value])
  }

  /** @param others - Returns all other trials of the study. Called on demand. */
  next(name: string, parameter: Parameter, others: () => Iterable<OtherTrial>): Json {
    const { number, exhaustive } = this.#trial
    const preset = 'default' in parameter && !exhaustive ? parameter.default : undefined
    if (number === 0 && preset !== undefined) return preset
    const domain = domainOf(parameter)
    const draw = (by: number) => domain.fromUnit(exhaustive ? 0 : this.#uniform(by, name))
    if (domain.levels > MAX_LEVELS) return draw(number)
    const alike = this.#likeThis(others)
    const skip = this.#skipped(alike, name, domain.contains)
    const counts = new Float64Array(domain.levels)
    for (const { params } of alike) {
      const level = Object.hasOwn(params, name) ? domain.indexOf(params[name] ?? null) : -1
      if (level >= 0) counts[level] = (counts[level] as number) + 1
    }
    // The first trial takes the default.
    if (preset !== undefined && skip.first === 0 && domain.levels > 1) counts[domain.indexOf(preset)] = Infinity
    const least = counts.reduce((fewest, count) => Math.min(fewest, count), Number.POSITIVE_INFINITY)
    const free = [...counts.keys()].filter((level) => counts[level] === least)
    const drawn = domain.indexOf(draw(skip.first))
    const from = Math.max(
      0,
      free.findIndex((level) => level >= drawn),
    )
    this.#skip = { ...skip, count: Math.floor(skip.count / free.length) }
    return domain.valueAt(free[(from + skip.count) % free.length] as number)
  }

  #uniform(by: number, name: string): number {
    return uniformStream(foldIn(foldIn(this.#trial.key, by), name)).uniform()
  }

  #likeThis(others: () => Iterable<OtherTrial>): readonly OtherTrial[] {
    const alike = this.#alike ?? [...others()]
    const fresh = this.#fresh
    this.#fresh = []
    this.#alike = alike.filter(({ params, isRunning }) =>
      fresh.every(([name, value]) => (Object.hasOwn(params, name) ? sameJson(params[name] ?? null, value) : isRunning)),
    )
    return this.#alike
  }

  /** The number of earlier running trials without a value, and the first of them. */
  #skipped(alike: readonly OtherTrial[], name: string, contains: (value: Json) => boolean) {
    if (this.#skip) return this.#skip
    const { number } = this.#trial
    const before = alike.filter(
      (other) =>
        other.isRunning &&
        other.number < number &&
        !(Object.hasOwn(other.params, name) && contains(other.params[name] ?? null)),
    )
    return { count: before.length, first: before.reduce((least, other) => Math.min(least, other.number), number) }
  }
}
