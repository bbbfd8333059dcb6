import { type Direction, type Json, nearestName, space } from '@sweetspot/core'
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
import type { ReadSweep, Sweep } from '../sweep.ts'
import { wandbCommand } from './wandb-command.ts'
import { wandbParameters } from './wandb-parameters.ts'

/** The keys of a W&B sweep that are read. */
const READ = ['method', 'parameters', 'metric', 'metrics', 'program', 'command', 'name', 'description'] as const
const ALSO_READ = ['project', 'entity', 'run_cap', 'early_terminate'] as const

/** Keys of W&B's services, which have no meaning here. */
const OF_SERVICE = ['controller', 'apiVersion', 'kind', 'scheduler', 'settings', 'sweepId'] as const

/** Keys that ask W&B to run something other than a command. */
const REFUSED = ['job', 'image_uri'] as const

const SAMPLERS: { readonly [method: string]: NonNullable<Sweep['sampler']> } = {
  bayes: 'auto',
  random: 'random',
  grid: 'grid',
  custom: 'auto',
}

/** Whether a document is a W&B sweep: it has a method and parameters. */
export const isWandb = (root: Json): root is JsonObject =>
  isObject(root) && 'parameters' in root && ('method' in root || 'program' in root || 'command' in root)

/** Reads a W&B sweep as W&B does. */
export function readWandb(document: SweepDocument, root: JsonObject): ReadSweep {
  const notices = [...document.notices]
  const notice = (text: string) => {
    notices.push(text)
  }
  const refused = REFUSED.find((key) => root[key] !== undefined && root[key] !== null)
  if (refused) {
    const why = `${refused} runs a job of W&B Launch. Sweetspot runs commands: give program or command instead.`
    throw faultAt(document, [refused], why)
  }
  const method = textAt(document, ['method'], root.method)
  const sampler = samplerOf(document, method, notice)
  const parameters = root.parameters ?? {}
  if (!isObject(parameters)) throw faultAt(document, ['parameters'], 'Expected parameters to be an object by name.')
  const found = wandbParameters(document, parameters, sampler === 'grid', notice)
  if (found.size === 0) notice('parameters is empty: there is nothing to tune until you pass -p or fill it.')
  const names = [...found.keys()]
  const command = wandbCommand(
    document,
    withoutUndefined({ program: root.program, command: root.command }),
    names,
    notice,
  )
  const goals = metricsOf(document, root, notice)
  const name = textAt(document, ['name'], root.name)
  const description = textAt(document, ['description'], root.description)
  const trials = numberAt(document, ['run_cap'], root.run_cap)
  const pruner = prunerOf(document, root.early_terminate, notice)
  const tags = tagsOf(root, notice)
  const known: readonly string[] = [...READ, ...ALSO_READ, ...OF_SERVICE, ...REFUSED]
  for (const key of Object.keys(root)) {
    if ((OF_SERVICE as readonly string[]).includes(key)) notice(`${key} is ignored: it is for the services of W&B.`)
    else if (!known.includes(key)) notice(unknownKey(key, known))
  }
  const sweep: Sweep = {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(found.size > 0 && { space: space(Object.fromEntries(found)) }),
    ...goals,
    ...(command && { command }),
    sampler,
    ...(pruner && { pruner }),
    ...(trials !== undefined && { trials }),
    ...(tags && { tags }),
  }
  return { sweep, notices }
}

function unknownKey(key: string, known: readonly string[]): string {
  const near = nearestName(key, known)
  return `${key} is no key of a sweep and is ignored${near === undefined ? '.' : `; did you mean ${near}?`}`
}

const withoutUndefined = (given: { readonly [key: string]: Json | undefined }): JsonObject =>
  Object.fromEntries(Object.entries(given).filter((entry): entry is [string, Json] => entry[1] !== undefined))

function samplerOf(document: SweepDocument, method: string | undefined, notice: (text: string) => void) {
  if (method === undefined) {
    notice('The file has no method: sampler auto is used.')
    return 'auto'
  }
  const sampler = Object.hasOwn(SAMPLERS, method) ? SAMPLERS[method] : undefined
  if (sampler === undefined) {
    const near = nearestName(method, Object.keys(SAMPLERS))
    const hint = near === undefined ? '.' : `; did you mean ${near}?`
    throw faultAt(
      document,
      ['method'],
      `Expected method to be grid, random, bayes or custom; received ${method}${hint}`,
    )
  }
  if (method === 'custom') notice('method custom has a search of its own in W&B; sampler auto is used instead.')
  return sampler
}

function metricsOf(
  document: SweepDocument,
  root: JsonObject,
  notice: (text: string) => void,
): Pick<Sweep, 'directions' | 'target'> {
  const listed = root.metrics ?? (root.metric === undefined || root.metric === null ? [] : [root.metric])
  const where = root.metrics === undefined ? 'metric' : 'metrics'
  if (!isArray(listed)) throw faultAt(document, [where], `Expected ${where} to be a list of objects with a name.`)
  const directions: { [metric: string]: Direction } = {}
  const targets: number[] = []
  listed.forEach((metric, index) => {
    const path: Path = where === 'metrics' ? [where, index] : [where]
    if (!isObject(metric)) throw faultAt(document, path, 'Expected a metric to be an object with name and goal.')
    const name = textAt(document, [...path, 'name'], metric.name)
    if (name === undefined) throw faultAt(document, path, 'A metric needs a name.')
    const goal = textAt(document, [...path, 'goal'], metric.goal)
    if (goal !== 'minimize' && goal !== 'maximize') {
      const given = goal === undefined ? 'has no goal' : `has the unknown goal ${goal}`
      notice(`The metric ${name} ${given}; it is minimized, as by W&B.`)
    }
    directions[name] = goal === 'maximize' ? 'maximize' : 'minimize'
    const target = numberAt(document, [...path, 'target'], metric.target)
    if (target !== undefined) targets.push(target)
    const ignored = Object.keys(metric).filter((key) => !['name', 'goal', 'target'].includes(key))
    if (ignored.length > 0) {
      const isImputed = ignored.some((key) => key.startsWith('impute'))
      const reason = isImputed ? ': the model learns where trials fail' : ''
      notice(`${ignored.join(', ')} of the metric ${name} ${ignored.length > 1 ? 'are' : 'is'} ignored${reason}.`)
    }
  })
  if (listed.length === 0) {
    notice('The file has no metric: pass --maximize or --minimize with its name.')
    return {}
  }
  const [target] = targets
  if (target === undefined) return { directions }
  if (listed.length === 1) return { directions, target }
  notice('The targets of several metrics are ignored: a study of several metrics has no single target.')
  return { directions }
}

function prunerOf(document: SweepDocument, given: Json | undefined, notice: (text: string) => void) {
  if (given === undefined || given === null) return undefined
  if (!isObject(given))
    throw faultAt(document, ['early_terminate'], 'Expected early_terminate to be an object with type.')
  const { type, ...options } = given
  const words = Object.entries(options).map(([key, value]) => `${key} ${JSON.stringify(value)}`)
  const shown = [String(type ?? 'without a type'), ...words].join(', ')
  notice(`early_terminate (${shown}) becomes pruner auto, which chooses when to stop trials.`)
  return 'auto' as const
}

function tagsOf(root: JsonObject, notice: (text: string) => void): Sweep['tags'] {
  const kept = ['project', 'entity'].filter((key) => root[key] !== undefined && root[key] !== null)
  if (kept.length === 0) return undefined
  notice(`${kept.join(' and ')} ${kept.length > 1 ? 'are' : 'is'} kept as tags of the study.`)
  return Object.fromEntries(kept.map((key) => [key, root[key] as Json]))
}
