import { formatValue, nearestName } from '@sweetspot/core'
import { productError } from '../../product-error.ts'
import { flagOf, type OptionSpec } from '../table/command-spec.ts'
import { COMMANDS, type CommandName, isCommandName, specOf } from '../table/commands.ts'
import { GLOBAL_OPTIONS, PROGRAM_OPTIONS } from '../table/global-options.ts'

/** The request of a command line. */
export type Request =
  | { readonly kind: 'version' }
  | { readonly kind: 'help'; readonly command: CommandName | undefined }
  | { readonly kind: 'command'; readonly command: CommandName; readonly words: readonly string[] }
  /** Options without a command. */
  | { readonly kind: 'options'; readonly words: readonly string[] }

/**
 * Finds the command of a command line. Options of every command may stand before it.
 *
 * @throws ERR_USAGE for an unknown command
 */
export function findCommand(argv: readonly string[]): Request {
  const at = commandIndex(argv)
  // Its value, if it has one, would be taken for the command.
  if (argv.slice(0, at).some(isUnknownOption)) return { kind: 'options', words: argv.slice(0, at) }
  const name = argv[at]
  const end = argv.indexOf('--')
  const own = end < 0 ? argv : argv.slice(0, end)
  const asksHelp = own.some((word) => word === '--help' || word === '-h')
  if (name === undefined) {
    if (own.includes('--version')) return { kind: 'version' }
    return asksHelp || argv.length === 0 ? { kind: 'help', command: undefined } : { kind: 'options', words: argv }
  }
  const command = checkedCommand(name)
  if (asksHelp) return { kind: 'help', command }
  return { kind: 'command', command, words: [...argv.slice(0, at), ...argv.slice(at + 1)] }
}

/** The names here of commands of Optuna, W&B, guild and NNI. */
const ELSEWHERE: ReadonlyMap<string, CommandName> = new Map([
  ['create-study', 'create'],
  ['delete-study', 'delete'],
  ['best-trial', 'best'],
  ['best-trials', 'best'],
  ['study', 'studies'],
  ['sweep', 'run'],
  ['agent', 'run'],
  ['optimize', 'run'],
  ['ls', 'studies'],
  ['list', 'studies'],
  ['runs', 'trials'],
  ['rm', 'delete'],
  ['label', 'tag'],
  ['check', 'doctor'],
])

/** @throws ERR_USAGE for an unknown command */
export function checkedCommand(name: string): CommandName {
  if (isCommandName(name)) return name
  const names = Object.keys(COMMANDS).filter((each) => isCommandName(each) && !specOf(each).hidden)
  const nearest = ELSEWHERE.get(name) ?? nearestName(name, names)
  const hint = nearest === undefined ? 'List the commands: sweetspot --help.' : `Did you mean ${nearest}?`
  throw productError('ERR_USAGE', `Unknown command ${formatValue(name)}. ${hint}`)
}

/** The index of the first word that is neither an option nor its value; the length if there is none. */
function commandIndex(argv: readonly string[]): number {
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at] ?? ''
    if (word === '--') return argv.length
    if (!word.startsWith('-') || word === '-') return at
    if (takesNextWord(word)) at += 1
  }
  return argv.length
}

function isUnknownOption(word: string): boolean {
  const name = word.split('=', 1)[0] ?? ''
  const options = Object.entries<OptionSpec>({ ...GLOBAL_OPTIONS, ...PROGRAM_OPTIONS })
  return name.startsWith('--') && name !== '--' && !options.some(([known]) => name === `--${flagOf(known)}`)
}

function takesNextWord(word: string): boolean {
  return Object.entries<OptionSpec>(GLOBAL_OPTIONS).some(([name, { value }]) => {
    return value !== undefined && word === `--${flagOf(name)}`
  })
}
