import type { StudySnapshot } from '@sweetspot/core'
import type { CommandPart, CommandTemplate, Placeholder } from '../../command/command-template.ts'
import { parseCommand } from '../../command/template/parse-command.ts'
import { formatParameter } from '../../sweep/format-parameter.ts'
import { keptCommand } from './command-text.ts'
import { keptRun } from './run-attribute.ts'
import { keptSampler } from './sampler-choice.ts'
import { shellWord } from './shell-word.ts'

/**
 * The command line that runs a study again, here or as a new one in another storage, for a POSIX shell. Undefined for a
 * study without a command, and if the space or the command has what a command line cannot express, or its trials have
 * environment variables of their own.
 */
export function runLine(snapshot: StudySnapshot): string | undefined {
  const { name, space, directions, constraints, seed } = snapshot
  const { metric, pruner, hasEnvironment } = keptRun(snapshot)
  const template = keptCommand(snapshot)
  const command = template && commandWordsOf(template, snapshot)
  if (command === undefined || space.constraints.length > 0 || hasEnvironment) return undefined
  const parameters = space.dimensions.map(({ name: parameter, parameter: values, conditions, optional }) =>
    conditions.length > 0 || optional ? undefined : formatParameter(parameter, values),
  )
  if (!parameters.every((text) => text !== undefined)) return undefined
  const sampler = keptSampler(snapshot) ?? 'auto'
  const words = [
    'sweetspot',
    'run',
    ...parameters.flatMap((text) => ['-p', text]),
    ...Object.entries(directions).flatMap(([metric, direction]) => [`--${direction}`, metric]),
    ...Object.entries(constraints).flatMap(([value, { atMost, atLeast }]) => [
      ...(atMost === undefined ? [] : ['--constraint', `${value}<=${atMost}`]),
      ...(atLeast === undefined ? [] : ['--constraint', `${value}>=${atLeast}`]),
    ]),
    ...(metric === undefined ? [] : ['--metric', metric]),
    ...(sampler === 'auto' ? [] : ['--sampler', sampler]),
    ...(pruner === undefined ? [] : ['--pruner', pruner]),
    '--seed',
    `${seed}`,
    '--study',
    name,
    '--',
    ...command,
  ]
  return words.map(shellWord).join(' ')
}

/** The words of a command, if a command line that has them means the same command. */
function commandWordsOf(template: CommandTemplate, { space }: StudySnapshot): readonly string[] | undefined {
  const words = template.parts.flatMap((part) => ('text' in part ? [part.text.map(pieceText).join('')] : []))
  try {
    return isSame(parseCommand(words, space), template) ? words : undefined
  } catch {
    return undefined
  }
}

const NAMES = { number: 'trial', folder: 'dir', 'params-file': 'params.json', 'params-json': '' } as const

function pieceText(piece: string | Placeholder): string {
  if (typeof piece === 'string') return piece.replace(/(^|[^$]){([A-Za-z_][\w.-]*)}/g, '$1{{$2}}')
  if ('param' in piece) return `{${piece.param}}`
  return 'trial' in piece ? `{${NAMES[piece.trial]}}` : ''
}

const isSame = (one: CommandTemplate, other: CommandTemplate) => canonical(one) === canonical(other)

/** Options of a template that a command line cannot give make it another one. */
function canonical({ parts, ...rest }: CommandTemplate): string {
  const plain = parts.map((part: CommandPart) => ('text' in part ? { text: part.text } : { params: part.params }))
  return JSON.stringify([plain, rest])
}
