import { isCommandName } from '../../packages/sweetspot/src/cli/table/commands.ts'
import { type Page, splitFences } from './pages.ts'

/** A block of shell commands, without prompts and comments. */
export interface ShellBlock {
  readonly page: string
  readonly line: number
  readonly run: boolean
  readonly commands: readonly string[]
}

/** The names that commands in the docs may refer to. */
export interface Surroundings {
  readonly scripts: readonly string[]
  readonly binaries: readonly string[]
  readonly exists: (path: string) => boolean
}

const SHELLS = ['sh', 'bash', 'shell', 'console']
const HARMLESS = ['git', 'mkdir', 'curl', 'bun', 'deno', 'pnpm', 'yarn', 'export', 'rm', 'python3', 'pip']

/** The shell blocks of a page. */
export function shellBlocksOf({ path, text }: Page): ShellBlock[] {
  return splitFences(text)
    .fences.filter(({ language }) => SHELLS.includes(language))
    .map(({ remark, line, code }) => ({
      page: path,
      line,
      run: remark === 'run',
      commands: code
        .join('\n')
        .replaceAll('\\\n', ' ')
        .split(/\n|&&|;/)
        .map((command) =>
          command
            .replace(/^\s*\$ /, '')
            .replace(/(?:^|\s)#.*$/, '')
            .trim(),
        )
        .filter((command) => command !== ''),
    }))
}

/** The names in a block that do not exist. */
export function shellMistakes(block: ShellBlock, page: Page, { scripts, binaries, exists }: Surroundings): string[] {
  const made = new Set<string>()
  /** Whether it is a file of the reader's project: the page mentions its name outside the commands. */
  const introduced = (file: string) => splitFences(page.text).prose.some((line) => line.includes(file))
  return block.commands.flatMap((command) => {
    const [program = '', ...args] = command.split(/\s+/).filter((word) => !/^\w+=/.test(word))
    const [first = ''] = args.filter((word) => !word.startsWith('-'))
    const wrong = (what: string) => [`${block.page}:${block.line} \`${command}\`: ${what}`]
    if (program === 'git') made.add(/([^/]+?)(?:\.git)?$/.exec(args.at(-1) ?? '')?.[1] ?? '')
    if (program === 'mkdir') for (const folder of args) made.add(folder)
    if (HARMLESS.includes(program.split('/').at(-1) ?? '')) return []
    if (program === 'cd') return made.has(first) || exists(first) ? [] : wrong('no such folder')
    if (program === 'npx') return binaries.includes(first) ? [] : wrong(`no installed package has the command ${first}`)
    if (program === 'node' || program === 'bash') {
      return first === '' || exists(first) || introduced(first) ? [] : wrong(`no such file: ${first}`)
    }
    // The examples of commands are run by the tests of the program.
    if (program === 'sweetspot') return isCommandName(first) || first === '' ? [] : wrong(`no command ${first}`)
    if (program === 'npm') {
      const script =
        first === 'run' ? args[args.indexOf('run') + 1] : first === 'start' || first === 'test' ? first : undefined
      return script === undefined || scripts.includes(script) ? [] : wrong(`no npm script ${script}`)
    }
    return wrong(`unknown command ${program}: add it to tests/docs/shell.ts`)
  })
}
