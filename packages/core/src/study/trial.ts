import { SweetspotError } from '../errors.ts'
import type { EventOf } from '../journal/study-event.ts'
import { foldIn, type Key, randomStream } from '../math/random.ts'
import { widen } from '../space/discover.ts'
import { domainOf } from '../space/domain.ts'
import { checkName, type Json, toJson } from '../space/json-value.ts'
import type { FloatOptions, IntOptions, Parameter } from '../space/parameter.ts'
import * as parameters from '../space/parameter.ts'
import { parameterJson, parameterKey } from '../space/parameter-json.ts'
import type { Params } from '../space/params.ts'
import type { SuggestionAccount } from '../trial/suggestion.ts'
import type { RunningTrial } from '../trial/trial-record.ts'

/**
 * A running trial, as an objective sees it. Its functions may be taken out of it: `({ params, report }) => …`.
 *
 * The functions named after parameters define the search space by running: each gives the value of a parameter, and
 * thereby declares it. With a declared space they only read.
 */
export interface Trial<P = Params, M extends string = string> {
  readonly number: number
  readonly attempt: number
  /** The values of the active parameters; of a space defined by running, those asked for so far. */
  readonly params: P
  /** How the params came about. */
  readonly suggestion: SuggestionAccount | undefined
  readonly attributes: { readonly [name: string]: Json }
  /** Aborted when the result is not wanted any more: the study is stopped, the trial timed out or was taken over. */
  readonly signal: AbortSignal
  /**
   * A real number; see `float` for the arguments.
   *
   * @throws ERR_PARAMETER_CONFLICT, and the errors of `float`
   */
  float(name: string, low: number, high: number, options?: FloatOptions): number
  int(name: string, low: number, high: number, options?: IntOptions): number
  choice<const V extends Json>(name: string, values: readonly V[], options?: { readonly default?: NoInfer<V> }): V
  ordinal<const V extends Json>(name: string, values: readonly V[], options?: { readonly default?: NoInfer<V> }): V
  boolean(name: string, options?: { readonly default?: boolean }): boolean
  fixed<const V extends Json>(name: string, value: V): V
  /**
   * Reports intermediate values, for pruning and for people watching.
   *
   * @param value - The value of the study's metric, or values by name; other names than the study's are kept too.
   * @param step - A number that grows, such as the epoch; one more than the last unless given.
   * @throws ERR_INVALID_VALUE, ERR_INVALID_ARGUMENT for a step that is none, ERR_INVALID_NAME; ERR_TRIAL_NOT_RUNNING when
   *   the attempt has ended, so that an objective which overlooked its signal stops here
   */
  report(
    value: number | { readonly [metric in M]?: number } | { readonly [metric: string]: number },
    step?: number,
  ): void
  /** Whether the pruner advises to stop; then throw {@link TrialPruned}. */
  shouldPrune(): boolean
  /**
   * Attaches a JSON value to the trial; stored when the attempt ends, also where the trial is to be run
   * again.
   *
   * @throws ERR_INVALID_NAME, ERR_INVALID_JSON
   */
  annotate(name: string, value: unknown): void
}

/** What a live trial needs of its study. */
export interface TrialHost {
  readonly record: RunningTrial
  readonly declared: boolean
  readonly known: ReadonlyMap<string, Parameter>
  readonly key: Key
  /** Whether the sampler goes through a fixed list. */
  readonly exhaustive: boolean
  readonly signal: AbortSignal
  report(value: unknown, step: number | undefined): void
  shouldPrune(): boolean
}

/**
 * What an objective did to its trial besides ending it: the params it asked for by running (absent where it asked for
 * none, or the space is declared), parameters that the study did not know or not in this range, and attributes.
 */
export type TrialTrace = Pick<EventOf<'trial-finished'>, 'params' | 'found' | 'attributes'>

/**
 * The value of a parameter that was not suggested: the low end where a list is gone through, the default in the first
 * trial, else drawn from the trial's own key, so that another attempt draws the same.
 */
function firstValue({ record, key, exhaustive }: TrialHost, name: string, parameter: Parameter): Json {
  if (exhaustive) return domainOf(parameter).fromUnit(0)
  if (record.number === 0 && 'default' in parameter && parameter.default !== undefined) return parameter.default
  return domainOf(parameter).fromUnit(randomStream(foldIn(foldIn(key, record.number), name)).uniform())
}

/** The live trial of a running record, and a function that tells what its objective did. */
export function liveTrial<P, M extends string>(host: TrialHost): { trial: Trial<P, M>; trace(): TrialTrace } {
  const { record } = host
  const used = new Map<string, { readonly parameter: Parameter; readonly value: Json }>()
  const found = new Map<string, Parameter>()
  const attributes = new Map<string, Json>()

  const ask = (name: string, parameter: Parameter): Json => {
    checkName(name, 'A parameter')
    const before = used.get(name)
    if (before && parameterKey(before.parameter) === parameterKey(parameter)) return before.value
    if (before)
      throw new SweetspotError('ERR_PARAMETER_CONFLICT', `Trial ${record.number} asks for ${name} in two ways.`)
    const domain = domainOf(parameter)
    const suggested = Object.hasOwn(record.params, name) ? (record.params[name] as Json) : undefined
    const fits = suggested !== undefined && domain.contains(suggested)
    if (host.declared && !fits) {
      throw new SweetspotError(
        'ERR_PARAMETER_CONFLICT',
        `${name} is not declared like this in the study's space, or inactive.`,
      )
    }
    const known = host.known.get(name)
    if (!host.declared && (!known || parameterKey(widen(name, known, parameter)) !== parameterKey(known)))
      found.set(name, parameter)
    const value = fits ? suggested : firstValue(host, name, parameter)
    used.set(name, { parameter, value })
    return value
  }
  const usedParams = () => Object.freeze(Object.fromEntries([...used].map(([name, { value }]) => [name, value])))

  const trial: Trial<Params, M> = {
    number: record.number,
    attempt: record.attempt,
    get params() {
      return host.declared ? record.params : usedParams()
    },
    suggestion: record.suggestion,
    get attributes() {
      return { ...record.attributes, ...Object.fromEntries(attributes) }
    },
    signal: host.signal,
    float: (name, low, high, options) => ask(name, parameters.float(low, high, options)) as number,
    int: (name, low, high, options) => ask(name, parameters.int(low, high, options)) as number,
    choice: <V extends Json>(name: string, values: readonly V[], options?: { readonly default?: NoInfer<V> }) =>
      ask(name, parameters.choice(values, options)) as V,
    ordinal: <V extends Json>(name: string, values: readonly V[], options?: { readonly default?: NoInfer<V> }) =>
      ask(name, parameters.ordinal(values, options)) as V,
    boolean: (name, options) => ask(name, parameters.boolean(options)) as boolean,
    fixed: <V extends Json>(name: string, value: V) => ask(name, parameters.fixed(value)) as V,
    report: (value, step) => host.report(value, step),
    shouldPrune: () => host.shouldPrune(),
    annotate: (name, value) => {
      attributes.set(checkName(name, 'An attribute'), toJson(value, `The attribute ${name}`))
    },
  }
  return {
    trial: Object.freeze(trial) as unknown as Trial<P, M>,
    trace: () => ({
      ...(!host.declared && used.size > 0 && { params: usedParams() }),
      ...(found.size > 0 && {
        found: Object.fromEntries([...found].map(([name, parameter]) => [name, parameterJson(parameter)])),
      }),
      ...(attributes.size > 0 && { attributes: Object.fromEntries(attributes) }),
    }),
  }
}
