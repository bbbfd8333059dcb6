import type { OptionSpec } from './command-spec.ts'

/** The options of every command. */
export const GLOBAL_OPTIONS = {
  storage: {
    value: 'FILE',
    summary: 'The file of the studies, or its address such as sqlite:studies.db?mode=ro',
    default: 'sweetspot.db',
    setting: true,
    completes: 'file',
  },
  format: {
    value: 'FORMAT',
    summary: 'How to print data. A terminal gets a table, a pipe or file tab-separated lines',
    choices: ['table', 'json', 'csv', 'yaml', 'lines'],
    setting: true,
  },
  config: {
    value: 'FILE',
    summary: 'The configuration file, instead of sweetspot.yaml, .json or .ts here or in a folder above',
    completes: 'file',
  },
  quiet: { short: 'q', summary: 'Print data and errors only, no notices' },
  verbose: { short: 'v', summary: 'Say on stderr what is read and how long it takes' },
  debug: { summary: 'Print the stack of an error' },
  printConfig: { summary: 'Print each setting of the command with its origin, and do nothing else' },
} as const satisfies { readonly [name: string]: OptionSpec }

/** The options of the program itself. `--help` is also an option of each command. */
export const PROGRAM_OPTIONS = {
  help: { short: 'h', summary: 'Print the help of the command' },
  version: { summary: 'Print the version' },
} as const satisfies { readonly [name: string]: OptionSpec }
