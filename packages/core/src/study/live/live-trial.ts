import { checkArgument } from '../../arguments/argument.ts'
import { isPlainObject } from '../../arguments/plain-object.ts'
import { hasMethods } from '../../arguments/shape.ts'
import { SweetspotError } from '../../errors.ts'
import { foldIn, uniformStream } from '../../math/random.ts'
import { checkName, type Json, toJson } from '../../space/json-value.ts'
import { domainOf } from '../../space/parameters/domain.ts'
import type { ChoiceOptions, Parameter } from '../../space/parameters/parameter.ts'
import * as parameters from '../../space/parameters/parameter.ts'
import { parameterKey } from '../../space/parameters/parameter-json.ts'
import type { Params } from '../../space/params.ts'
import { explanationOfRun } from '../../trial/suggestion.ts'
import { unfitValue } from '../asking/given-params.ts'
import { askedParameter } from './asked-parameter.ts'
import type { Trial } from './trial.ts'
import type { TrialHost } from './trial-host.ts'
import type { TrialSpec } from './trial-spec.ts'

/**
 * Creates the trial for an objective, in any thread, process or machine.
 *
 * @typeParam P - The type of the params.
 * @typeParam M - The names of the metrics.
 */
export function liveTrial<P = Params, M extends string = string>(spec: TrialSpec, host: TrialHost): Trial<P, M> {
  checkArgument('the spec of liveTrial', spec, isSpec(spec), 'a TrialSpec')
  checkArgument('the host of liveTrial', host, hasMethods(host, 'report', 'decide', 'annotate', 'asked'), 'a TrialHost')
  const { hasDeclaredSpace, params } = spec
  const used = new Map<string, { readonly parameter: Parameter; readonly value: Json }>()
  const attributes = new Map<string, Json>()

  const ask = (name: string, parameter: Parameter): Json => {
    checkName(name, 'A parameter')
    const before = used.get(name)
    if (before && parameterKey(before.parameter) === parameterKey(parameter)) return before.value
    if (before) {
      throw new SweetspotError(
        'ERR_PARAMETER_CONFLICT',
        `Trial ${spec.number} asks for ${name} with two different ranges.`,
      )
    }
    const suggested = Object.hasOwn(params, name) ? (params[name] as Json) : undefined
    const domain = domainOf(parameter)
    const fits = suggested !== undefined && domain.contains(suggested)
    if (hasDeclaredSpace && !fits) {
      throw new SweetspotError(
        'ERR_PARAMETER_CONFLICT',
        `${name} is inactive, or the space of the study declares it differently.`,
      )
    }
    if (!fits && suggested !== undefined && spec.given?.includes(name)) {
      throw unfitValue(spec.number, name, suggested, parameter)
    }
    const unsuggested = () => host.choose?.(name, parameter) ?? chanceValue(spec, name, parameter)
    // Values of a declared space are unchanged. Others are snapped, as 3 * 0.1 may have been enqueued before the step was known.
    const value = !fits ? unsuggested() : hasDeclaredSpace ? suggested : domain.snap(suggested)
    // The host may refuse: asking again must then be refused too.
    if (!hasDeclaredSpace) host.asked(askedParameter(name, parameter, value))
    used.set(name, { parameter, value })
    return value
  }

  const trial: Trial<Params, M> = {
    number: spec.number,
    attempt: spec.attempt,
    startedAt: spec.startedAt,
    get params() {
      if (hasDeclaredSpace) return params
      return Object.freeze(Object.fromEntries([...used].map(([name, { value }]) => [name, value])))
    },
    get suggestion() {
      const run = { ...params, ...Object.fromEntries([...used].map(([name, { value }]) => [name, value])) }
      return spec.suggestion && explanationOfRun(spec.suggestion, params, run, spec.given)
    },
    get attributes() {
      return { ...spec.attributes, ...Object.fromEntries(attributes) }
    },
    // Read on demand: an executor may want to know whether an objective uses its signal.
    get signal() {
      return host.signal
    },
    float: (name, low, high, options) => ask(name, parameters.float(low, high, options)) as number,
    int: (name, low, high, options) => ask(name, parameters.int(low, high, options)) as number,
    choice: <V extends Json>(name: string, values: readonly V[], options?: ChoiceOptions<NoInfer<V>>) =>
      ask(name, parameters.choice(values, options)) as V,
    ordinal: <V extends Json>(name: string, values: readonly V[], options?: { readonly default?: NoInfer<V> }) =>
      ask(name, parameters.ordinal(values, options)) as V,
    boolean: (name, options) => ask(name, parameters.boolean(options)) as boolean,
    fixed: <V extends Json>(name: string, value: V) => ask(name, parameters.fixed(value)) as V,
    report: (value, step) => host.report(value, step),
    shouldPrune: () => host.decide().action !== 'continue',
    annotate: (name, value) => {
      const json = toJson(value, `The attribute ${checkName(name, 'An attribute')}`)
      host.annotate(name, json)
      attributes.set(name, json)
    },
  }
  return Object.freeze(trial) as unknown as Trial<P, M>
}

/**
 * The value of a parameter without a suggestion, regardless of other trials: the default in the first trial, otherwise
 * a draw from the trial's key, so that another attempt has the same value. Exhaustive samplers use the values in order.
 */
function chanceValue({ number, key, exhaustive }: TrialSpec, name: string, parameter: Parameter): Json {
  const domain = domainOf(parameter)
  if (exhaustive && Number.isFinite(domain.levels)) return domain.valueAt(number % domain.levels)
  if (exhaustive) return domain.fromUnit(0)
  if (number === 0 && 'default' in parameter && parameter.default !== undefined) return parameter.default
  return domain.fromUnit(uniformStream(foldIn(foldIn(key, number), name)).uniform())
}

function isSpec(given: unknown): boolean {
  try {
    const { number, params } = given as TrialSpec
    return typeof number === 'number' && isPlainObject(params)
  } catch {
    return false
  }
}
