import type { Paint } from '../../terminal/ansi.ts'
import { displayWidth, pad } from '../../text/display-width.ts'
import { wrapWords } from '../../text/wrap-words.ts'
import { type ArgumentSpec, type CommandSpec, flagOf, type OptionSpec, variableOf } from '../table/command-spec.ts'
import { COMMANDS } from '../table/commands.ts'
import { GLOBAL_OPTIONS, PROGRAM_OPTIONS } from '../table/global-options.ts'
import { usageOf } from '../table/usage.ts'

/** The style of a help text. */
export interface HelpStyle {
  readonly width: number
  readonly paint: Paint
}

/** Maximum cells of the left column; longer flags have their own line. */
const WIDEST_LEFT = 28

/** The help of the program: its commands by group. */
export function programHelp(style: HelpStyle): readonly string[] {
  const { paint } = style
  const shown = Object.values<CommandSpec>(COMMANDS).filter(({ hidden }) => !hidden)
  const groups = Map.groupBy(shown, ({ group }) => group)
  const lists = [...groups].flatMap(([group, commands]) => [
    paint.bold(group),
    ...rows(
      commands.map(({ name, summary }) => [name, summary]),
      style,
    ),
    '',
  ])
  return [
    ...wrapWords('Sweetspot finds the best values of parameters in as few trials as possible.', style.width),
    '',
    paint.bold('Usage'),
    ...usageLines('sweetspot COMMAND [arguments] [options]', style.width),
    '',
    ...lists,
    paint.bold('Options of every command'),
    ...rows(optionRows({ ...GLOBAL_OPTIONS, ...PROGRAM_OPTIONS }), style),
    '',
    ...wrapWords('Arguments and examples of a command: sweetspot COMMAND --help', style.width),
  ]
}

/** The help of a command. */
export function commandHelp(spec: CommandSpec, style: HelpStyle): readonly string[] {
  const { paint, width } = style
  const section = (title: string, lines: readonly string[]) =>
    lines.length > 0 ? ['', paint.bold(title), ...lines] : []
  return [
    ...wrapWords(`${spec.summary}.`, width),
    ...(spec.details ?? []).flatMap((paragraph) => ['', ...wrapWords(paragraph, width)]),
    '',
    paint.bold('Usage'),
    ...usageLines(usageOf(spec), width),
    ...section('Arguments', rows(argumentRows(spec), style)),
    ...section('Options', rows(optionRows(spec.options), style)),
    ...section('Options of every command', rows(optionRows({ ...GLOBAL_OPTIONS, help: PROGRAM_OPTIONS.help }), style)),
    ...section(
      'Examples',
      spec.examples.flatMap(({ command, summary }) => [
        ...wrapWords(`# ${summary}`, width - 2, '').map((line) => `  ${paint.dim(line)}`),
        ...commandLines(command, width - 2).map((line) => `  ${line}`),
      ]),
    ),
  ]
}

const usageLines = (usage: string, width: number) =>
  wrapWords(usage, width - 4).map((line, index) => `${index === 0 ? '  ' : '    '}${line}`)

/** Breaks a command line before options only, so that it can be copied. */
function commandLines(command: string, width: number): readonly string[] {
  const lines: string[] = []
  for (const part of command.split(/ (?=--?[a-z])/)) {
    const line = lines.at(-1)
    if (line !== undefined && displayWidth(line) + 3 + displayWidth(part) <= width)
      lines[lines.length - 1] = `${line} ${part}`
    else lines.push(lines.length === 0 ? part : `  ${part}`)
  }
  return lines.map((line, index) => (index < lines.length - 1 ? `${line} \\` : line))
}

type HelpRow = readonly [left: string, right: string]

/** A row for each argument. */
export const argumentRows = (spec: CommandSpec): readonly HelpRow[] =>
  Object.entries(spec.arguments).map(([name, argument]) => [
    `${name.toUpperCase()}${argument.many ? '…' : ''}`,
    `${argument.summary}${choicesText(argument)}`,
  ])

/** A row for each option. */
export const optionRows = (options: { readonly [name: string]: OptionSpec }): readonly HelpRow[] =>
  Object.entries(options).map(([name, option]) => {
    const short = option.short === undefined ? '    ' : `-${option.short}, `
    const value = option.value === undefined ? '' : ` ${option.value}`
    const notes = [
      choicesText(option),
      option.default === undefined ? '' : `. Default: ${option.default}`,
      option.repeat ? '. May be repeated' : '',
      option.setting ? ` [${variableOf(name)}]` : '',
    ]
    return [`${short}--${flagOf(name)}${value}`, `${option.summary}${notes.join('')}`]
  })

const choicesText = ({ choices }: ArgumentSpec | OptionSpec) => (choices ? `. One of ${choices.join(', ')}` : '')

/** Two columns, the right one wrapped. */
function rows(all: readonly HelpRow[], { width }: HelpStyle): readonly string[] {
  const left = Math.min(WIDEST_LEFT, Math.max(0, ...all.map(([first]) => displayWidth(first))))
  const isStacked = width - left - 4 < 24
  return all.flatMap(([first, second]) => {
    if (isStacked) return [`  ${first.trim()}`, ...wrapWords(second, width - 6).map((line) => `      ${line}`)]
    const lines = wrapWords(second, width - left - 4)
    const indent = ' '.repeat(left + 4)
    if (displayWidth(first) > left) return [`  ${first}`, ...lines.map((line) => `${indent}${line}`)]
    return lines.map((line, index) => (index === 0 ? `  ${pad(first, left)}  ${line}` : `${indent}${line}`))
  })
}
