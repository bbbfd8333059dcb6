import type { Json } from '@sweetspot/core'

/**
 * A command with placeholders, as an argv list. It never passes through a shell, unless `shell` is true.
 *
 * A template without a placeholder or a `params` part passes no params; `parseCommand` adds a part to such commands.
 */
export interface CommandTemplate {
  /** The parts of the command, in order. A text part is one element of argv; a params part is any number of them. */
  readonly parts: readonly CommandPart[]
  /** Whether the command runs in a shell. Only a local sweep file can ask for it. Default: false. */
  readonly shell?: boolean
  /**
   * How values other than texts are written: as JSON (`true`, `null`), or as Python prints them (`True`, `None`, `1e-05`).
   * Default: json.
   */
  readonly values?: ValueStyle
  /**
   * Params that never appear in argv, because other users of the machine can read it. They are in the environment of the
   * command and in its file of params. Default: none.
   */
  readonly secrets?: readonly string[]
}

/** One element of argv, made of literal texts and placeholders; or several elements made of all params. */
export type CommandPart = { readonly text: readonly (string | Placeholder)[] } | { readonly params: ParamsFormat }

/** The replacement of a placeholder: the value of a param, the number or folder of the trial, a file of all params. */
export type Placeholder =
  | { readonly param: string }
  | { readonly trial: 'number' | 'folder' | 'params-file' | 'params-json' }
  | { readonly environment: string }

/**
 * How all params appear in argv: `--name=value`; `name=value` (`no-hyphens`); `--name` and `value` as two arguments
 * (`no-equals`); `--name` for true, nothing for false and `--name=value` for others (`boolean-flags`); `+name=value` and
 * `++name=value`, which add to and override a configuration of Hydra (`hydra-append`, `hydra-override`); one JSON object
 * (`json`); the path of a JSON file (`json-file`).
 */
export type ParamsFormat =
  | 'named'
  | 'no-hyphens'
  | 'no-equals'
  | 'boolean-flags'
  | 'hydra-append'
  | 'hydra-override'
  | 'json'
  | 'json-file'

/** How values other than texts are written; see {@link CommandTemplate}. */
export type ValueStyle = 'json' | 'python'

/** The value of a param in argv and in the environment: strings as they are, others as JSON. */
export function paramText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
