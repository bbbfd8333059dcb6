import { formatValue, nearestName, type SweetspotError } from '@sweetspot/core'
import { Command, CommanderError, Option } from 'commander'
import { productError } from '../../product-error.ts'
import { type CommandSpec, flagOf, type OptionSpec } from '../table/command-spec.ts'
import { optionsOf, usageOf } from '../table/usage.ts'
import { readValue } from './read-value.ts'

/** The arguments and options of a command line, checked. */
export interface ParsedCommand {
  readonly values: { readonly [argument: string]: unknown }
  /** The options that were given, by their keys in the table. */
  readonly given: ReadonlyMap<string, unknown>
}

/**
 * Parses the words of a command line, without the name of the command.
 *
 * @throws ERR_USAGE
 */
export function parseCommandLine(spec: CommandSpec, words: readonly string[]): ParsedCommand {
  const command = new Command(spec.name).helpOption(false).exitOverride().allowExcessArguments(false)
  command.configureOutput({ writeErr: () => {}, outputError: () => {} })
  const { positional, trailing } = argumentsOf(spec)
  for (const [name, { many, optional }] of positional) {
    const shown = many ? `${name}...` : name
    command.argument(optional ? `[${shown}]` : `<${shown}>`)
  }
  const options = optionsOf(spec)
  const given = new Map<string, unknown>()
  for (const [name, option] of Object.entries(options)) {
    command.addOption(optionOf(name, option, given))
  }
  let operands: readonly unknown[] = []
  command.action((...all: unknown[]) => {
    operands = all.slice(0, positional.length)
  })
  const dashes = trailing === undefined ? -1 : words.indexOf('--')
  const own = dashes < 0 ? words : words.slice(0, dashes)
  try {
    command.parse([...own], { from: 'user' })
  } catch (thrown) {
    throw thrown instanceof CommanderError ? usageError(spec, options, thrown, dashes < 0) : thrown
  }
  const values = positional.map(([name, argument], index): [string, unknown] => {
    const operand = operands[index]
    if (Array.isArray(operand)) return [name, operand.map((text: string) => readValue(name, argument, text))]
    if (typeof operand === 'string') return [name, readValue(name, argument, operand)]
    return [name, argument.many ? [] : undefined]
  })
  if (trailing !== undefined) values.push([trailing, dashes < 0 ? [] : words.slice(dashes + 1)])
  return { values: Object.fromEntries(values), given }
}

/** The arguments of a command: those before `--`, and the name of the one after it. */
function argumentsOf(spec: CommandSpec) {
  const all = Object.entries(spec.arguments)
  return {
    positional: all.filter(([, { afterDashes }]) => !afterDashes),
    trailing: all.find(([, { afterDashes }]) => afterDashes)?.[0],
  }
}

function optionOf(name: string, spec: OptionSpec, given: Map<string, unknown>): Option {
  const flag = `--${flagOf(name)}`
  const short = spec.short === undefined ? '' : `-${spec.short}, `
  const option = new Option(`${short}${flag}${spec.value === undefined ? '' : ` <${spec.value}>`}`)
  if (spec.value === undefined) {
    // Commander calls it with the value that the flag stands for.
    return option.preset('true').argParser(() => {
      given.set(name, true)
      return true
    })
  }
  return option.argParser((text: string) => {
    const value = readValue(flag, spec, text)
    const earlier = given.get(name)
    if (spec.repeat) given.set(name, [...(Array.isArray(earlier) ? earlier : []), value])
    else given.set(name, value)
    return value
  })
}

/** Says what Commander found, in our words and with the nearest name. */
function usageError(
  spec: CommandSpec,
  options: { readonly [name: string]: OptionSpec },
  { code, message }: CommanderError,
  hasNoDashes: boolean,
): SweetspotError {
  const named = /'([^']*)'/.exec(message)?.[1] ?? ''
  // An option that is unknown may be one of a command whose dashes were forgotten.
  const isMissingDashes = hasNoDashes && argumentsOf(spec).trailing !== undefined
  const usage = `Usage: ${usageOf(spec)}.`
  switch (code) {
    case 'commander.unknownOption': {
      const flag = named.replace(/^--?/, '')
      const nearest = nearestName(flag, Object.keys(options).map(flagOf))
      const other = spec.name === '' ? 'Options of a command come after it.' : usage
      const dashes = isMissingDashes ? ' Write -- before the command.' : ''
      const hint = nearest === undefined ? `${other}${dashes}` : `Did you mean --${nearest}?`
      return productError('ERR_USAGE', `Unknown option ${named} of ${spec.name || 'sweetspot'}. ${hint}`)
    }
    case 'commander.missingArgument':
      return productError('ERR_USAGE', `Missing argument ${named.toUpperCase()} of ${spec.name}. ${usage}`)
    case 'commander.excessArguments':
      return productError(
        'ERR_USAGE',
        `Too many arguments of ${spec.name}.${isMissingDashes ? ' Write -- before the command.' : ''} ${usage}`,
      )
    case 'commander.optionMissingArgument':
      return productError('ERR_USAGE', `Missing value of ${formatValue(named)} of ${spec.name}.`)
    default:
      return productError('ERR_USAGE', `${message.replace(/^error: /, '')}.`)
  }
}
