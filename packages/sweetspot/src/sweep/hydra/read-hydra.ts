import {
  causeText,
  choice,
  type Direction,
  float,
  int,
  type Json,
  type Parameter,
  SweetspotError,
  space,
} from '@sweetspot/core'
import { sentence } from '../../text/sentence.ts'
import {
  faultAt,
  isArray,
  isObject,
  type JsonObject,
  numberAt,
  type Path,
  type SweepDocument,
  textAt,
} from '../document/sweep-document.ts'
import { listedValues } from '../listed-values.ts'
import type { ReadSweep, Sweep } from '../sweep.ts'
import { readOverride } from './sweep-override.ts'

/** Whether a document configures a sweeper of Hydra. */
export const isHydra = (root: Json): root is JsonObject =>
  isObject(root) && isObject(root.hydra) && isObject(root.hydra.sweeper)

const SAMPLERS: { readonly [sampler: string]: NonNullable<Sweep['sampler']> } = {
  RandomSampler: 'random',
  GridSampler: 'grid',
  QMCSampler: 'quasi-random',
  GPSampler: 'gp',
}

/** The keys of the Optuna sweeper; without any of them, a file may be for the basic sweeper. */
const OF_OPTUNA = [
  '_target_',
  'search_space',
  'custom_search_space',
  'direction',
  'n_trials',
  'n_jobs',
  'sampler',
  'storage',
]

const READ = ['_target_', 'params', 'search_space', 'direction', 'n_trials', 'n_jobs', 'study_name', 'sampler']

/** Reads the sweeper section of a Hydra configuration: of the Optuna sweeper, old and new, or of the basic one. */
export function readHydra(document: SweepDocument, root: JsonObject): ReadSweep {
  const notices = [...document.notices]
  const notice = (text: string) => {
    notices.push(text)
  }
  const base: Path = ['hydra', 'sweeper']
  const sweeper = (root.hydra as JsonObject).sweeper as JsonObject
  // Only an optimizer can sample an interval.
  const isOptuna =
    OF_OPTUNA.some((key) => key in sweeper) ||
    /optuna/.test(JSON.stringify(root.defaults ?? '')) ||
    /\b(?:interval|tag)\s*\(/.test(JSON.stringify(sweeper.params ?? ''))
  const parameters: { [name: string]: Parameter } = {}
  for (const [key, read] of [
    ['search_space', distribution],
    ['params', override],
  ] as const) {
    const isReplaced = key === 'search_space' && isObject(sweeper.params)
    if (isReplaced && isObject(sweeper.search_space)) notice('search_space is ignored, since there is params.')
    const group = (isReplaced ? undefined : sweeper[key]) ?? {}
    if (!isObject(group)) throw faultAt(document, [...base, key], `Expected ${key} to be an object by name.`)
    for (const [name, definition] of Object.entries(group)) {
      const path = [...base, key, name]
      try {
        parameters[name] = read(definition, { name, includesEnd: isOptuna, notice })
      } catch (thrown) {
        throw faultAt(document, path, `${name}: ${sentence(causeText(thrown))}`)
      }
    }
  }
  if (Object.keys(parameters).length === 0)
    throw faultAt(document, base, 'The sweeper has no params and no search_space.')
  const sampling = samplerOf(document, [...base, 'sampler'], sweeper.sampler, notice)
  const sampler = isOptuna ? sampling.sampler : 'grid'
  if (!isOptuna) notice('The basic sweeper of Hydra tries every combination: sampler grid.')
  if (sampler === 'grid') checkFinite(document, base, parameters)
  const ignored = Object.keys(sweeper).filter((key) => !READ.includes(key) && sweeper[key] !== null)
  if (ignored.length > 0) notice(`${ignored.join(', ')} of the sweeper ${ignored.length > 1 ? 'are' : 'is'} ignored.`)
  const name = textAt(document, [...base, 'study_name'], sweeper.study_name)
  const trials = numberAt(document, [...base, 'n_trials'], sweeper.n_trials)
  const jobs = numberAt(document, [...base, 'n_jobs'], sweeper.n_jobs)
  if (jobs !== undefined && jobs < 1) notice(`n_jobs ${jobs} is ignored: pass -j with the number of trials at a time.`)
  const directions = directionsOf(document, root, sweeper, notice)
  notice('The file has no command: pass it after --. Params are appended to it as NAME=VALUE, as Hydra reads them.')
  const sweep: Sweep = {
    ...(name !== undefined && { name }),
    space: space(parameters),
    ...(directions && { directions }),
    paramsFormat: 'no-hyphens',
    sampler: sampler ?? 'auto',
    ...(sampling.seed !== undefined && { seed: sampling.seed }),
    ...(trials !== undefined && { trials }),
    ...(jobs !== undefined && jobs > 1 && { concurrency: jobs }),
  }
  return { sweep, notices }
}

type Reader = (
  definition: Json,
  context: { readonly name: string; readonly includesEnd: boolean; readonly notice: (text: string) => void },
) => Parameter

/** A distribution of the old form: `type`, with `low`, `high`, `step` and `log`, or `choices`. */
const distribution: Reader = (definition, { name, notice }) => {
  if (!isObject(definition)) throw new Error('expected an object with type')
  const { type, choices, low, high, step, log = false } = definition
  if (type === 'categorical') {
    if (!isArray(choices) || choices.length === 0) throw new Error('a categorical needs choices')
    return listedValues({ name, values: choices, dropRepeated: true, notice })
  }
  if (type !== 'float' && type !== 'int')
    throw new Error(`expected type float, int or categorical, not ${JSON.stringify(type)}`)
  if (typeof low !== 'number' || typeof high !== 'number')
    throw new Error(`type ${type} needs the numbers low and high`)
  if (typeof log !== 'boolean') throw new Error('expected log to be true or false')
  const options = { log, ...(typeof step === 'number' && { step }) }
  return type === 'int' ? int(low, high, options) : float(low, high, options)
}

const override: Reader = (definition, context) => {
  if (isArray(definition)) return choice(definition)
  if (isObject(definition)) throw new Error('expected a text such as choice(a, b) or interval(0, 1)')
  return readOverride(String(definition), context)
}

function samplerOf(
  document: SweepDocument,
  path: Path,
  given: Json | undefined,
  notice: (text: string) => void,
): Pick<Sweep, 'sampler' | 'seed'> {
  if (given === undefined || given === null) return { sampler: 'auto' }
  if (!isObject(given)) throw faultAt(document, path, 'Expected sampler to be an object with _target_.')
  const target = textAt(document, [...path, '_target_'], given._target_) ?? ''
  const kind = target.split('.').at(-1) ?? ''
  const sampler = (Object.hasOwn(SAMPLERS, kind) ? SAMPLERS[kind] : undefined) ?? 'auto'
  if (sampler === 'auto') notice(`The sampler ${target || 'without _target_'} becomes sampler auto.`)
  const seed = numberAt(document, [...path, 'seed'], given.seed)
  const ignored = Object.keys(given).filter((key) => key !== '_target_' && key !== 'seed' && given[key] !== null)
  if (ignored.length > 0) notice(`${ignored.join(', ')} of the sampler ${ignored.length > 1 ? 'are' : 'is'} ignored.`)
  return { sampler, ...(seed !== undefined && { seed }) }
}

function checkFinite(document: SweepDocument, base: Path, parameters: { readonly [name: string]: Parameter }): void {
  for (const [name, parameter] of Object.entries(parameters)) {
    if (parameter.kind !== 'float' || parameter.step !== undefined || parameter.low === parameter.high) continue
    const group = ['params', 'search_space'].find(
      (key) => document.at([...base, key, name]) !== document.at([...base, key]),
    )
    const why = `${name} is continuous, so a grid never ends: give it a step, list its values, or use another sampler.`
    throw new SweetspotError('ERR_SPACE_NOT_FINITE', `${document.at([...base, group ?? 'params', name])}: ${why}`)
  }
}

function directionsOf(
  document: SweepDocument,
  root: JsonObject,
  sweeper: JsonObject,
  notice: (text: string) => void,
): Sweep['directions'] {
  const given = sweeper.direction
  const all = isArray(given) ? given : [given ?? 'minimize']
  const directions = all.map((direction): Direction => {
    if (direction === 'minimize' || direction === 'maximize') return direction
    throw faultAt(
      document,
      ['hydra', 'sweeper', 'direction'],
      `Expected minimize or maximize; received ${JSON.stringify(direction)}.`,
    )
  })
  const metric = textAt(document, ['optimized_metric'], root.optimized_metric)
  if (metric !== undefined && directions.length === 1) {
    if (given === undefined || given === null)
      notice(`The file has no direction; ${metric} is minimized, as by Optuna.`)
    return { [metric]: directions[0] as Direction }
  }
  const flags = given === undefined || given === null ? ['maximize', 'minimize'] : directions
  notice(
    `The file does not name what to optimize: pass ${[...new Set(flags)].map((flag) => `--${flag}`).join(' or ')} with the metric.`,
  )
  return undefined
}
