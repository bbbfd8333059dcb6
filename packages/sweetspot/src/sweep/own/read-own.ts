import { causeText, type Direction, nearestName, type SearchSpace, type SweetspotError, space } from '@sweetspot/core'
import type { CommandTemplate } from '../../command/command-template.ts'
import { parseCommand } from '../../command/template/parse-command.ts'
import { checkShellCommand } from '../../command/template/shell-command.ts'
import { productError } from '../../product-error.ts'
import { sentence } from '../../text/sentence.ts'
import type { SweepDocument } from '../document/sweep-document.ts'
import { givenFields } from '../given-fields.ts'
import { metricSource } from '../metric-text.ts'
import type { ReadSweep, Sweep } from '../sweep.ts'
import { commandWords } from './command-words.ts'
import { ownShape, SpaceFault } from './own-parameter.ts'
import { type SweepContent, sweepSchema } from './sweep-schema.ts'

/** Where the parts of a file are; a program has only its name. */
export type Places = Pick<SweepDocument, 'at' | 'notices'>

/** Reads a sweep in Sweetspot's own format. */
export async function readOwn({ at, notices }: Places, root: unknown): Promise<ReadSweep> {
  const { z } = await import('zod')
  const schema = sweepSchema(z)
  const parsed = schema.safeParse(root)
  const fault = (path: readonly PropertyKey[], why: string) =>
    productError('ERR_INVALID_SWEEP', `${at(path.filter((key) => typeof key !== 'symbol'))}: ${why}`)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    if (issue?.code === 'unrecognized_keys') {
      const [key = ''] = issue.keys
      const known = issue.path.length === 0 ? Object.keys(schema.shape) : []
      const near = nearestName(key, known)
      const hint = near === undefined ? '' : `; did you mean ${near}?`
      const list = known.length > 0 ? ` The keys are ${known.join(', ')}.` : ''
      throw fault([...issue.path, key], `Unknown key ${JSON.stringify(key)}${hint || `.${list}`}`)
    }
    const where = issue && issue.path.length > 0 ? `${issue.path.join('.')}: ` : ''
    throw fault(issue?.path ?? [], `${where}${(issue?.message ?? 'invalid').replace(/\.?$/, '.')}`)
  }
  const content = parsed.data
  const found = content.space === undefined ? undefined : spaceOf(content.space, fault)
  const directions = directionsOf(content, fault)
  if (content.target !== undefined && directions && Object.keys(directions).length > 1) {
    throw fault(['target'], 'A target needs a single metric.')
  }
  const command = commandOf(content, found, fault)
  const { minimize: _minimize, maximize: _maximize, shell: _shell, secrets: _secrets, ...fields } = content
  const metric = content.metric === undefined ? undefined : metricSource(content.metric)
  const sweep: Sweep = givenFields({ ...fields, space: found, directions, command, metric })
  return { sweep, notices }
}

type Fault = (path: readonly PropertyKey[], why: string) => SweetspotError

function spaceOf(given: unknown, fault: Fault): SearchSpace {
  if (isSearchSpace(given)) return given
  try {
    return space(ownShape(given, ['space']))
  } catch (thrown) {
    if (thrown instanceof SpaceFault) throw fault(thrown.path, sentence(causeText(thrown)))
    throw fault(['space'], sentence(causeText(thrown)))
  }
}

/** Whether a program gave the result of `space`. */
function isSearchSpace(given: unknown): given is SearchSpace {
  if (typeof given !== 'object' || given === null || !('dimensions' in given && 'constraints' in given)) return false
  const { dimensions, constraints } = given
  return Array.isArray(dimensions) && Array.isArray(constraints)
}

function directionsOf({ minimize = [], maximize = [] }: SweepContent, fault: Fault): Sweep['directions'] {
  const twice = maximize.find((metric) => minimize.includes(metric))
  if (twice !== undefined) throw fault(['maximize'], `The metric ${twice} is both minimized and maximized.`)
  const goals = [...minimize.map((metric) => [metric, 'minimize']), ...maximize.map((metric) => [metric, 'maximize'])]
  return goals.length === 0 ? undefined : (Object.fromEntries(goals) as { [metric: string]: Direction })
}

function commandOf(content: SweepContent, found: SearchSpace | undefined, fault: Fault): CommandTemplate | undefined {
  const { command, shell = false, secrets } = content
  if (command === undefined) {
    if (shell) throw fault(['shell'], 'shell: true needs a command.')
    return undefined
  }
  if (shell && typeof command !== 'string') throw fault(['command'], 'With shell: true the command has to be one text.')
  try {
    const argv = typeof command !== 'string' ? command : shell ? [command] : commandWords(command)
    const template = { ...parseCommand(argv, found), ...(shell && { shell }), ...(secrets && { secrets }) }
    if (shell) checkShellCommand(template)
    return template
  } catch (thrown) {
    throw fault(['command'], sentence(causeText(thrown)))
  }
}
