import { dirname, resolve } from 'node:path'
import { readValue } from '../parser/read-value.ts'
import type { Session } from '../session.ts'
import { type CommandSpec, type OptionSpec, variableOf } from '../table/command-spec.ts'
import { COMMANDS } from '../table/commands.ts'
import { optionsOf } from '../table/usage.ts'
import { findConfiguration } from './find-configuration.ts'

/** The value of a setting, and where it comes from. */
export interface Setting {
  readonly name: string
  readonly value: string | number | boolean | readonly unknown[] | undefined
  readonly origin: string
}

/** The values of all options of a command. */
export interface ResolvedOptions {
  readonly values: { readonly [name: string]: unknown }
  /** The options that a configuration file or the environment can set. */
  readonly settings: readonly Setting[]
}

/** Options whose relative paths start at the folder of the configuration file that sets them. */
const isPath = ({ completes }: OptionSpec) => completes === 'file'

/**
 * Resolves the options of a command: a flag has priority over the environment, which has priority over the configuration
 * file, which has priority over the default.
 *
 * @throws ERR_USAGE, ERR_INVALID_CONFIG, ERR_FILE_NOT_FOUND
 */
export async function resolveOptions(
  spec: CommandSpec,
  given: ReadonlyMap<string, unknown>,
  { env, cwd }: Session,
): Promise<ResolvedOptions> {
  const chosen = given.get('config') ?? env[variableOf('config')]
  const named = typeof chosen === 'string' && chosen !== '' ? resolve(cwd, chosen) : findConfiguration(cwd)
  // Completion must run no code: it happens whenever a person presses TAB.
  const path = spec.name === 'complete' && named?.endsWith('.ts') ? undefined : named
  // The readers of YAML and the checks of its content take time to load.
  const file =
    path === undefined ? {} : await (await import('./read-configuration.ts')).readConfiguration(path, allSettings())
  const settings: Setting[] = []
  const values: Record<string, unknown> = {}
  for (const [name, option] of Object.entries(optionsOf(spec))) {
    const variable = variableOf(name)
    const text = option.setting ? env[variable] : undefined
    let value: unknown = option.default ?? (option.value === undefined ? false : option.repeat ? [] : undefined)
    let origin = 'default'
    if (given.has(name)) [value, origin] = [given.get(name), 'command line']
    else if (text !== undefined && text !== '') [value, origin] = [fromVariable(variable, option, text), variable]
    else if (option.setting && file[name] !== undefined)
      [value, origin] = [fromFile(option, file[name], path), path ?? '']
    values[name] = value
    if (option.setting) settings.push({ name, value: value as Setting['value'], origin })
  }
  return { values, settings }
}

function fromVariable(variable: string, option: OptionSpec, text: string): unknown {
  if (option.value === undefined) return !/^(?:0|false|no)$/i.test(text)
  const value = readValue(variable, option, text)
  return option.repeat ? [value] : value
}

const fromFile = (option: OptionSpec, value: unknown, path = '') =>
  isPath(option) && typeof value === 'string' && !/^\w{2,}:/.test(value) ? resolve(dirname(path), value) : value

/** All options that a configuration file can set, of any command. */
export function allSettings(): { readonly [name: string]: OptionSpec } {
  const all = Object.values<CommandSpec>(COMMANDS).flatMap((spec) => Object.entries(optionsOf(spec)))
  return Object.fromEntries(all.filter(([, { setting }]) => setting))
}
