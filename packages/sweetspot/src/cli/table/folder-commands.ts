import type { CommandSpec } from './command-spec.ts'

const group = 'This folder and this program'

export const INIT = {
  name: 'init',
  group,
  summary: 'Write a commented sweep file that runs as it stands',
  details: [
    'For a script of this folder whose options and metric can be read from its text, such as train.py with argparse or train.mjs with parseArgs, the file tunes it. Otherwise it tunes an example: put your program in its place.',
  ],
  arguments: {
    file: { summary: 'The sweep file to write. Default: sweep.yaml', optional: true, completes: 'file' },
  },
  options: {
    settings: { summary: 'Write sweetspot.yaml instead: the settings of this folder, each with its default' },
    force: { summary: 'Replace an existing file' },
  },
  examples: [
    { command: 'sweetspot init', summary: 'Writes sweep.yaml, for sweetspot run sweep.yaml' },
    { command: 'sweetspot init --settings', summary: 'Writes sweetspot.yaml' },
  ],
} as const satisfies CommandSpec

export const DOCTOR = {
  name: 'doctor',
  group,
  summary: 'Check this machine and the storage, and explain what is wrong',
  details: ['Nothing is changed. --salvage and --backup write to new files only.'],
  arguments: {},
  options: {
    salvage: {
      value: 'FILE',
      summary: 'Copy all that can be read of a damaged storage to a new file',
      completes: 'file',
    },
    backup: { value: 'FILE', summary: 'Copy the storage to a new file, also while studies run', completes: 'file' },
  },
  examples: [
    { command: 'sweetspot doctor', summary: 'Check everything' },
    { command: 'sweetspot doctor --backup backup.db', summary: 'Back up while running' },
  ],
} as const satisfies CommandSpec

export const COMPLETION = {
  name: 'completion',
  group,
  summary: 'Print the completion script of a shell',
  details: [
    'bash: add `source <(sweetspot completion bash)` to ~/.bashrc. zsh: `source <(sweetspot completion zsh)` to ~/.zshrc, after compinit. fish: `sweetspot completion fish | source` to config.fish. PowerShell: `sweetspot completion powershell | Out-String | Invoke-Expression` to $PROFILE.',
  ],
  arguments: { shell: { summary: 'The shell', choices: ['bash', 'zsh', 'fish', 'powershell'] } },
  options: {},
  examples: [{ command: 'sweetspot completion bash', summary: 'For bash' }],
} as const satisfies CommandSpec

/** Called by the completion scripts. */
export const COMPLETE = {
  name: 'complete',
  group,
  summary: 'Print the completions of a command line, one per line with a description after a tab',
  arguments: {
    words: {
      summary: 'The words after the name of the program; the last one is completed',
      many: true,
      optional: true,
    },
  },
  options: {},
  examples: [{ command: 'sweetspot complete -- show n', summary: 'The studies that begin with n' }],
  hidden: true,
} as const satisfies CommandSpec

export const HELP = {
  name: 'help',
  group,
  summary: 'Print the help of the program or of a command',
  arguments: { command: { summary: 'The name of the command', optional: true } },
  options: {},
  examples: [{ command: 'sweetspot help trials', summary: 'The same as sweetspot trials --help' }],
} as const satisfies CommandSpec
