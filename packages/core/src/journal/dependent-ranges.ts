import { type Discovery, orderOfNames } from '../space/discovery/discover.ts'
import type { Json } from '../space/json-value.ts'
import { domainOf } from '../space/parameters/domain.ts'
import type { Parameter } from '../space/parameters/parameter.ts'
import { parameterFromJson, parameterJson } from '../space/parameters/parameter-json.ts'
import type { Params } from '../space/params.ts'
import { paramsHash, sameParams } from '../space/params-hash.ts'

/** The range that a trial asked for under a name, given the earlier values in `context`. */
interface DependentRange {
  readonly name: string
  readonly context: Params
  readonly parameter: Parameter
}

/** The JSON of {@link DependentRanges}. */
export interface DependentRangesJson {
  readonly ranges: readonly { readonly name: string; readonly context: Params; readonly parameter: Params }[]
  readonly since: readonly (readonly [string, number])[]
}

/** State shared by all versions: the ranges in the order of addition, and a lazily built index. */
interface Shared {
  readonly added: DependentRange[]
  readonly indices: Map<string, number[]>
  indexed: number
}

/**
 * The ranges of parameters that depend on other parameters, such as `y` in `trial.int('y', 0, x)`: given the same
 * earlier values, an objective asks for the same range again. Versions share one list, like those of `TriedParams`.
 */
export class DependentRanges {
  readonly #shared: Shared
  readonly #length: number
  /** By name, the index of the first valid range: an edited objective asks for different ranges. */
  readonly #since: ReadonlyMap<string, number>

  constructor(
    shared: Shared = { added: [], indices: new Map(), indexed: 0 },
    since: ReadonlyMap<string, number> = new Map(),
  ) {
    this.#shared = shared
    this.#length = shared.added.length
    this.#since = since
  }

  /** Restores the ranges of {@link toJson}. */
  static fromJson({ ranges, since }: DependentRangesJson): DependentRanges {
    const added = ranges.map(({ name, context, parameter }) => ({
      name,
      context,
      parameter: parameterFromJson(parameter, name),
    }))
    return new DependentRanges({ added, indices: new Map(), indexed: 0 }, new Map(since))
  }

  /** Plain data, for checkpoints. */
  toJson(): DependentRangesJson {
    const ranges = this.#shared.added.slice(0, this.#length)
    return {
      ranges: ranges.map(({ name, context, parameter }) => ({ name, context, parameter: parameterJson(parameter) })),
      since: [...this.#since],
    }
  }

  /** Whether the objective is known to ask for one of the params in a range that does not contain its value. */
  exclude(params: Params, discovery: Discovery): boolean {
    if (this.#length === 0) return false
    return varyingNames(discovery).some((name) => {
      if (!Object.hasOwn(params, name)) return false
      const known = this.#find(name, contextOf(params, name, discovery))
      return known !== undefined && !domainOf(known.parameter).contains(params[name] ?? null)
    })
  }

  /** Adds the range that a trial with these params asked for under a name. */
  with(name: string, params: Params, parameter: Parameter, discovery: Discovery): DependentRanges {
    const context = contextOf(params, name, discovery)
    // Continuous values do not recur.
    if (Object.keys(context).some((other) => isContinuous(discovery.parameters.get(other)))) return this
    const known = this.#find(name, context)
    if (known && sameValues(known.parameter, parameter)) return this
    const isLatest = this.#shared.added.length === this.#length
    const shared = isLatest
      ? this.#shared
      : { added: this.#shared.added.slice(0, this.#length), indices: new Map<string, number[]>(), indexed: 0 }
    // The same values led to a different range before, so the ranges stored for the name are outdated.
    const since = known ? new Map(this.#since).set(name, this.#length) : this.#since
    shared.added.push({ name, context, parameter })
    return new DependentRanges(shared, since)
  }

  /** As `SharedLog.withdraw`. */
  withdraw(later: DependentRanges): void {
    const { added, indexed } = this.#shared
    const isLatest = later.#shared === this.#shared && added.length === later.#length
    if (isLatest && indexed <= this.#length) added.length = this.#length
  }

  #find(name: string, context: Params): DependentRange | undefined {
    const { added, indices } = this.#shared
    for (; this.#shared.indexed < added.length; this.#shared.indexed += 1) {
      const index = this.#shared.indexed
      const key = keyOf(added[index] as DependentRange)
      const others = indices.get(key)
      if (others) others.push(index)
      else indices.set(key, [index])
    }
    const from = this.#since.get(name) ?? 0
    const index = indices
      .get(keyOf({ name, context }))
      ?.findLast((at) => at >= from && at < this.#length && sameParams((added[at] as DependentRange).context, context))
    return index === undefined ? undefined : added[index]
  }
}

const isContinuous = (parameter: Parameter | undefined) =>
  parameter !== undefined && domainOf(parameter).levels === Number.POSITIVE_INFINITY

const keyOf = ({ name, context }: Pick<DependentRange, 'name' | 'context'>) => `${paramsHash(context)} ${name}`

/** Whether two ranges have the same values. Numbers are on a lattice, so their ends and their count decide. */
const sameValues = (one: Parameter, other: Parameter) => {
  const [some, others] = [domainOf(one), domainOf(other)]
  return (
    some.levels === others.levels &&
    decisiveValues(one).every((value) => others.contains(value)) &&
    decisiveValues(other).every((value) => some.contains(value))
  )
}

function decisiveValues(parameter: Parameter): readonly Json[] {
  if ('values' in parameter) return parameter.values
  const { levels, valueAt } = domainOf(parameter)
  return [valueAt(0), valueAt(levels - 1)]
}

/** The values of the parameters that precede a name. */
function contextOf(params: Params, name: string, discovery: Discovery): Params {
  const indices = orderOfNames(discovery)
  const index = indices.get(name) ?? -1
  const entries = Object.entries(params).filter(([other]) => (indices.get(other) ?? Number.POSITIVE_INFINITY) < index)
  return Object.fromEntries<Json>(entries)
}

const known = new WeakMap<object, readonly string[]>()

/** The names whose ranges vary and have a finite number of values. */
function varyingNames({ ranges }: Discovery): readonly string[] {
  const names = known.get(ranges) ?? [...ranges].flatMap(([name, range]) => (isFinite(range) ? [name] : []))
  known.set(ranges, names)
  return names
}

const isFinite = ({ varies, parameter }: { readonly varies: boolean; readonly parameter: Parameter }) =>
  varies && domainOf(parameter).levels < Number.POSITIVE_INFINITY
