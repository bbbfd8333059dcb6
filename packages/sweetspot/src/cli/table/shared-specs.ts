import type { ArgumentSpec, OptionSpec } from './command-spec.ts'

/** The study of a command. */
export const STUDY = { summary: 'The name of the study', completes: 'study' } as const satisfies ArgumentSpec

/** The study of a command that has no argument after it. */
export const ONLY_STUDY = {
  summary: 'The name of the study; may be omitted if the storage has only one',
  completes: 'study',
  optional: true,
} as const satisfies ArgumentSpec

export const TRIAL = { summary: 'The number of the trial', kind: 'integer' } as const satisfies ArgumentSpec

export const TRIALS = { summary: 'The numbers of trials', kind: 'integer', many: true } as const satisfies ArgumentSpec

export const SWEEP = {
  summary: 'A sweep file of Sweetspot, W&B, NNI or Hydra; options have priority over it',
  optional: true,
  completes: 'file',
} as const satisfies ArgumentSpec

export const REASON = { value: 'TEXT', summary: 'The reason, kept in the journal' } as const satisfies OptionSpec

export const YES = { short: 'y', summary: 'Do not ask for confirmation' } as const satisfies OptionSpec

export const OUTPUT = {
  short: 'o',
  value: 'FILE',
  summary: 'The file to write. Default: stdout',
  completes: 'file',
} as const satisfies OptionSpec

export const SAMPLER = {
  value: 'NAME',
  summary: 'The sampler, which suggests params; auto is the Gaussian process',
  choices: ['auto', 'gp', 'random', 'quasi-random', 'grid'],
  setting: true,
} as const satisfies OptionSpec
