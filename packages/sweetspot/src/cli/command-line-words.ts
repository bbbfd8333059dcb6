import type { ErrorCode } from '@sweetspot/core'
import { type CommandSpec, flagOf } from './table/command-spec.ts'
import { COMMANDS } from './table/commands.ts'

/** What messages of the library ask of its callers, and what that is at the command line. */
const PHRASES: readonly (readonly [of: RegExp, at: string])[] = [
  [/Expected directions such as \{ loss: 'minimize' \}/, 'Expected --minimize METRIC or --maximize METRIC'],
  [
    /pass objective and direction, such as \{ objective: '(\w+)', direction: 'minimize' \}/,
    'pass its metric, such as --minimize $1',
  ],
  [
    /Expected newName to be absent if several studies are imported; received (.*)\.?$/,
    'Expected --source with the study of the file to import as $1',
  ],
  [/Expected the objective to return numbers for (.*); received .*/, 'Expected a value for each of $1'],
  [/Expected the value of (.*) to be a number; received undefined/, 'Expected a value of $1; received none'],
  [/ To change the directions, pass changedDirections: 'adopt'\.?/, ''],
  [/The others stay in study\.trials only/, 'The others stay in the list of trials only'],
  [/best, bestTrials and recommend leave out/, 'The best trials and the recommendation leave out'],
  [/Expected a trial returned by ask\(\), or its number/, 'Expected the number of a trial'],
  [/^Expected uri\b/, 'Expected --uri'],
  [/^Expected experiment\b/, 'Expected --experiment'],
  [/Expected from to be /, 'Expected the file to be '],
  [/Expected to to be /, 'Expected --output to be '],
]

/** Options of the library that an option of the command line has the same name as, in camel case. */
const OPTIONS = new Set(
  Object.values<CommandSpec>(COMMANDS)
    .flatMap(({ options }) => Object.keys(options))
    .filter((name) => /[A-Z]/.test(name)),
)

/** The option that a sentence about an argument starts with. Names further on may be those of metrics or files. */
const NAMED_OPTION = /^(?:(Expected )([a-z]\w*)(?= to be )|(Unknown option )"([a-z]\w*)")/

/** A message of the library in the words of the command line. */
export const commandLineWords = (message: string): string =>
  PHRASES.reduce((text, [of, at]) => text.replace(of, at), message)

/** The text of an error in the words of the command line: a wrong option of the library is the flag that sets it. */
export function errorWords(text: string, code: ErrorCode): string {
  const said = commandLineWords(text)
  if (code !== 'ERR_INVALID_ARGUMENT') return said
  const [whole, expected, argument, unknown, option] = NAMED_OPTION.exec(said) ?? []
  const name = argument ?? option
  if (whole === undefined || name === undefined || !OPTIONS.has(name)) return said
  return `${expected ?? unknown}--${flagOf(name)}${said.slice(whole.length)}`
}
