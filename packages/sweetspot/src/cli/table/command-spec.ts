/** The kinds of values that arguments and options have. `text` is the default. */
export type ValueKind = 'text' | 'integer' | 'number'

/** The proposals of completion for a value: the names of studies, or files. Other values are completed from `choices`. */
export type Completes = 'study' | 'file'

/** A positional argument of a command. */
export interface ArgumentSpec {
  readonly summary: string
  readonly kind?: ValueKind
  /** Whether it may be missing. Only the last arguments can be optional. */
  readonly optional?: true
  /** Whether it takes all remaining arguments. Only the last argument can. */
  readonly many?: true
  readonly choices?: readonly string[]
  readonly completes?: Completes
  /** Whether it is all words after `--`, as they are. Only the last argument can be. */
  readonly afterDashes?: true
}

/** An option of a command. Its key in the table is its name in camel case: `trialTimeout` is `--trial-timeout`. */
export interface OptionSpec {
  readonly summary: string
  /** One letter. */
  readonly short?: string
  /** The placeholder of its value in the help, such as `FILE`. An option without a value is true or false. */
  readonly value?: string
  readonly kind?: ValueKind
  readonly choices?: readonly string[]
  /** Whether it may be given several times. */
  readonly repeat?: true
  readonly default?: string | number
  /**
   * Whether the environment variable `SWEETSPOT_<NAME>` and the configuration file can set it. The file has it under its
   * key in the table.
   */
  readonly setting?: true
  readonly completes?: Completes
}

/** A command line for the help. Tests run it in a folder with the studies that its text names. */
export interface Example {
  readonly command: string
  readonly summary: string
}

/** A command: everything that the parser, the help, the completion and the documentation know about it. */
export interface CommandSpec {
  readonly name: string
  /** The title of its group in the list of commands. */
  readonly group: string
  /** One line for the list of commands. */
  readonly summary: string
  /** Paragraphs below the summary in its own help. */
  readonly details?: readonly string[]
  readonly arguments: { readonly [name: string]: ArgumentSpec }
  readonly options: { readonly [name: string]: OptionSpec }
  readonly examples: readonly Example[]
  /** Whether it is left out of the list of commands, because only programs call it. */
  readonly hidden?: true
}

type Scalar<S extends ArgumentSpec | OptionSpec> = S extends { readonly kind: 'integer' | 'number' }
  ? number
  : S extends { readonly choices: readonly (infer Choice)[] }
    ? Choice
    : string

type ArgumentValue<A extends ArgumentSpec> = A extends { readonly many: true }
  ? readonly Scalar<A>[]
  : A extends { readonly optional: true }
    ? Scalar<A> | undefined
    : Scalar<A>

type OptionValue<O extends OptionSpec> = O extends { readonly value: string }
  ? O extends { readonly repeat: true }
    ? readonly Scalar<O>[]
    : O extends { readonly default: string | number }
      ? Scalar<O>
      : Scalar<O> | undefined
  : boolean

/**
 * The values of the arguments of a command.
 *
 * @typeParam C - The type of its specification.
 */
export type ArgumentsOf<C extends CommandSpec> = {
  readonly [name in keyof C['arguments']]: ArgumentValue<C['arguments'][name]>
}

/**
 * The values of options.
 *
 * @typeParam O - The type of their specifications.
 */
export type OptionsOf<O> = {
  readonly [name in keyof O]: O[name] extends OptionSpec ? OptionValue<O[name]> : never
}

/** The flag of an option: `trialTimeout` is `trial-timeout`. */
export const flagOf = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** The environment variable of an option: `trialTimeout` is `SWEETSPOT_TRIAL_TIMEOUT`. */
export const variableOf = (name: string) => `SWEETSPOT_${flagOf(name).replaceAll('-', '_').toUpperCase()}`
