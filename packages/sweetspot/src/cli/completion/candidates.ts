import { type ArgumentSpec, type CommandSpec, flagOf, type OptionSpec } from '../table/command-spec.ts'
import { COMMANDS, isCommandName, specOf } from '../table/commands.ts'
import { GLOBAL_OPTIONS, PROGRAM_OPTIONS } from '../table/global-options.ts'
import { optionsOf } from '../table/usage.ts'

/** A possible continuation of a command line. */
export interface Candidate {
  readonly text: string
  readonly summary: string
}

/** Possible continuations: candidates, or names of files. */
export interface Completion {
  readonly candidates: readonly Candidate[]
  readonly takesFiles: boolean
}

const NOTHING: Completion = { candidates: [], takesFiles: false }

/**
 * Completes the last word of a command line.
 *
 * @param words - The words after the name of the program. The last one may be empty.
 * @param studies - Reads the studies of the storage that the words name, each with a summary.
 */
export async function complete(
  words: readonly string[],
  studies: () => Promise<readonly Candidate[]>,
): Promise<Completion> {
  const word = words.at(-1) ?? ''
  const before = words.slice(0, -1)
  if (before.includes('--')) return { candidates: [], takesFiles: true }
  const { command, operands, pending } = readWords(before)
  const options = command ? optionsOf(command) : { ...GLOBAL_OPTIONS, ...PROGRAM_OPTIONS }
  const found = await continuations(word, command, operands, pending, options, studies)
  return { ...found, candidates: found.candidates.filter(({ text }) => text.startsWith(word)) }
}

async function continuations(
  word: string,
  command: CommandSpec | undefined,
  operands: number,
  pending: OptionSpec | undefined,
  options: { readonly [name: string]: OptionSpec },
  studies: () => Promise<readonly Candidate[]>,
): Promise<Completion> {
  if (pending) return valuesOf(pending, studies)
  const [, flag, value] = /^--([\w-]+)=(.*)$/.exec(word) ?? []
  if (flag !== undefined && value !== undefined) {
    const option = Object.entries(options).find(([name]) => flagOf(name) === flag)?.[1]
    const { candidates, takesFiles } = option ? await valuesOf(option, studies) : NOTHING
    return { candidates: candidates.map(({ text, summary }) => ({ text: `--${flag}=${text}`, summary })), takesFiles }
  }
  if (word.startsWith('-')) {
    const flags = Object.entries(options).map(([name, { summary }]) => ({ text: `--${flagOf(name)}`, summary }))
    return { candidates: flags, takesFiles: false }
  }
  if (!command) {
    const shown = Object.values<CommandSpec>(COMMANDS).filter(({ hidden }) => !hidden)
    return { candidates: shown.map(({ name, summary }) => ({ text: name, summary })), takesFiles: false }
  }
  const all = Object.values(command.arguments).filter(({ afterDashes }) => !afterDashes)
  const last = all.at(-1)
  const argument = all[operands] ?? (last?.many ? last : undefined)
  if (command.name === 'help') {
    return continuations(word, undefined, 0, undefined, options, studies)
  }
  return argument ? valuesOf(argument, studies) : NOTHING
}

async function valuesOf(
  { choices, completes }: ArgumentSpec | OptionSpec,
  studies: () => Promise<readonly Candidate[]>,
): Promise<Completion> {
  if (choices) return { candidates: choices.map((text) => ({ text, summary: '' })), takesFiles: false }
  if (completes === 'study') return { candidates: await studies(), takesFiles: false }
  return { candidates: [], takesFiles: completes === 'file' }
}

/** The command of complete words, the number of its arguments, and an option whose value comes next. */
function readWords(words: readonly string[]) {
  let command: CommandSpec | undefined
  let operands = 0
  let pending: OptionSpec | undefined
  for (const word of words) {
    const options = command ? optionsOf(command) : GLOBAL_OPTIONS
    if (pending) pending = undefined
    else if (word.startsWith('-') && word !== '-') {
      const isThis = ([name, { short }]: [string, OptionSpec]) => word === `--${flagOf(name)}` || word === `-${short}`
      const option = Object.entries<OptionSpec>(options).find(isThis)?.[1]
      pending = option?.value === undefined ? undefined : option
    } else if (command) operands += 1
    else if (isCommandName(word)) command = specOf(word)
  }
  return { command, operands, pending }
}
