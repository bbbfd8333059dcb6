import { basename } from 'node:path'
import { shellWord } from '../studies/shell-word.ts'
import { type FoundScript, isComplete } from './found-script.ts'

/** A command that runs wherever this program does, for folders without a script that can be tuned as it is. */
const EXAMPLE = {
  space: ['  x: -5.0..5.0', '  y: -5.0..5.0'],
  command: [
    'command:',
    '  - node',
    '  - -e',
    "  - 'const [x, y] = process.argv.slice(1).map(Number); console.log(JSON.stringify({ loss: (x - 1) ** 2 + (y + 2) ** 2 }))'",
    // Otherwise node would take a negative number for an option of its own.
    '  - --',
    "  - '{x}'",
    "  - '{y}'",
  ],
}

/**
 * The text of a sweep file that runs as it stands: for a script whose parameters and metric are known, else for an
 * example, with the script in a comment.
 *
 * @param file - The name of the sweep file.
 */
export function sweepText(file: string, folder: string, script: FoundScript | undefined): string {
  const known = script && isComplete(script) ? script : undefined
  const lines = [
    '# A sweep: a command is run with different params, to find the best ones.',
    `#   sweetspot run ${shellWord(file)} --dry-run    show what would run`,
    `#   sweetspot run ${shellWord(file)}              run it, or continue where it was stopped`,
    ...(known
      ? []
      : ['# It runs as it stands, with an example instead of your program: replace space, command and metric.']),
    '',
    `name: ${JSON.stringify((known ? known.file : basename(folder)).replace(/[^\w-]+/g, '-').replace(/^-+|-+$/g, '') || 'sweep')}`,
    '',
    ...(known ? [`# The options of ${yamlWord(known.file)}, with ranges around their defaults: check them.`] : []),
    '# 1..8 are integers, 0.0..1.0 numbers, log:1e-5..1e-1 numbers on a logarithmic scale, sgd,adam a choice.',
    'space:',
    ...(known ? known.parameters.map(({ name, values }) => `  ${name}: ${values}`) : EXAMPLE.space),
    '',
    ...commandLines(script, known),
    '',
    ...metricLines(known),
    '',
    '# Trials in total, and how many run at the same time.',
    'trials: 20',
    'concurrency: 1',
    '',
    '# timeout: 2h          # no trial starts after this time',
    '# trialTimeout: 10m    # a trial that takes longer fails',
    '# retries: 1           # for commands that fail by chance',
    '# pruner: median       # stops unpromising trials that report steps',
    '# seed: 1',
  ]
  return `${lines.join('\n')}\n`
}

function commandLines(script: FoundScript | undefined, known: FoundScript | undefined): readonly string[] {
  const about = '# No shell reads the command. {x} stands for the value of x; without any, all are appended as --x=1.5.'
  if (known) return [about, `command: ${wordList([known.program, literal(known.file)])}`]
  const own = script ? [script.program, literal(script.file)] : ['python3', 'train.py']
  return [about, ...EXAMPLE.command, `# command: ${wordList([...own, '--x', '{x}', '--y', '{y}'])}`]
}

/** A list of YAML on one line, which keeps words with spaces or quotes together. */
const wordList = (words: readonly string[]) => `[${words.map(yamlWord).join(', ')}]`

const yamlWord = (word: string) => (/^[\w.-]+$/.test(word) ? word : JSON.stringify(word))

/** A word of a command in which braces are no placeholder. */
const literal = (word: string) => word.replace(/(?<!\$)\{([A-Za-z_][\w.-]*)\}/g, '{{$1}}')

function metricLines(known: FoundScript | undefined): readonly string[] {
  const { name, direction, source } = known?.metric ?? { name: 'loss', direction: 'minimize', source: undefined }
  return [
    `# The metric. The command prints it as JSON on a line of its own, {"${name}": 0.12}, or metric says where it is.`,
    `${direction}: ${name}`,
    ...(source === undefined ? [`# metric: 'regex:${name}: (\\S+)'`] : [`metric: '${source}'`]),
  ]
}
