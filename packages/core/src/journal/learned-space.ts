/** Learns a define-by-run space from its trials. */
import { type Discovery, discover, discoveredSpace, observe } from '../space/discovery/discover.ts'
import { hasFirstAsk } from '../space/discovery/range-history.ts'
import { encodeParams } from '../space/encode.ts'
import { parameterFromJson } from '../space/json.ts'
import type { Json } from '../space/json-value.ts'
import { domainOf } from '../space/parameters/domain.ts'
import type { Parameter } from '../space/parameters/parameter.ts'
import type { Params } from '../space/params.ts'
import { isFinished, type RunningTrial } from '../trial/trial-record.ts'
import type { Batch } from './batch.ts'
import type { EventOf, FoundParameters } from './study-event.ts'
import type { StudyState } from './study-state.ts'

/**
 * Returns the params of an ended trial of a define-by-run space, and learns from them. A completed trial has asked
 * for all that it uses. A failed or pruned trial may have stopped early: if the params that it asked for are not a
 * combination of the space known so far, the remaining suggested values stay in its params.
 */
export function paramsShown(
  state: StudyState,
  batch: Batch,
  trial: RunningTrial,
  event: Pick<EventOf<'trial-finished'>, 'number' | 'outcome' | 'params' | 'asked'>,
): Params {
  const { number, outcome, params = trial.params, asked: names } = event
  if (outcome.state === 'completed') {
    learnPresence(state, batch, params)
    return params
  }
  const isKnown = event.params !== undefined || names !== undefined || outcome.state === 'pruned'
  const asked = isKnown ? askedOf(params, names) : undefined
  // Before any trial has completed, it is unknown what another would have asked for.
  if (!asked || state.discovery.trials === 0 || !encodeParams(state.space, asked)) {
    state.endedEarly = state.endedEarly.append({ number, asked })
    return params
  }
  if (outcome.state === 'pruned') learnPresence(state, batch, asked)
  return asked
}

function askedOf(params: Params, names: readonly string[] | undefined): Params {
  if (!names) return params
  return Object.freeze(Object.fromEntries(names.map((name) => [name, params[name] as Json])))
}

/**
 * Learns the parameters that a trial asked for.
 *
 * @param trial - The number of the trial.
 */
export function learnSpace(
  state: StudyState,
  batch: Batch,
  found: FoundParameters | undefined,
  trial: number,
  dependent?: readonly string[],
): void {
  if (!found) return
  const parameters = Object.entries(found).map(([name, json]) => [name, parameterFromJson(json, name)] as const)
  const before = state.discovery
  learn(state, batch, discover(before, Object.fromEntries(parameters), trial, dependent))
  for (const [name, parameter] of parameters) learnDependence(state, before, name, parameter, trial)
}

/** Stores the range that a trial asked for given the earlier values, if the range of that name varies. */
function learnDependence(
  state: StudyState,
  before: Discovery,
  name: string,
  parameter: Parameter,
  number: number,
): void {
  const { discovery, trials } = state
  const former = before.ranges.get(name)
  if (!former || !discovery.ranges.get(name)?.varies) return
  if (domainOf(parameter).levels === Number.POSITIVE_INFINITY) return
  const add = (params: Params, range: Parameter) => {
    state.dependentRanges = state.dependentRanges.with(name, params, range, discovery)
  }
  // Until now the range did not vary, so those of earlier trials were not needed.
  if (!former.varies) {
    const asked = new Map(former.asks.map((ask) => [ask.trial, ask.parameter]))
    const first = hasFirstAsk(former) ? former.asks[0]?.parameter : undefined
    for (const other of trials) {
      if (!other || other.number === number || !Object.hasOwn(other.params, name)) continue
      const range = asked.get(other.number) ?? (isFinished(other) ? first : undefined)
      if (range) add(other.params as Params, range)
    }
  }
  const trial = trials.get(number)
  if (trial) add(trial.params as Params, parameter)
}

/**
 * Learns which parameters occur together.
 *
 * @param params - The params of a trial that asked for all that it uses.
 */
function learnPresence(state: StudyState, batch: Batch, params: Params): void {
  learn(state, batch, observe(state.discovery, params))
}

function learn(state: StudyState, batch: Batch, discovery: Discovery): void {
  const { parameters, groups } = state.discovery
  const isSame = discovery.parameters === parameters && discovery.groups === groups
  state.discovery = discovery
  const space = isSame ? state.space : discoveredSpace(discovery, state.space)
  if (space === state.space) return
  state.space = space
  batch.rebuild = true
}
