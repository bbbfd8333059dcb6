/** Source files of more than 300 lines, each with the reason. */
export const LONG_FILES: Readonly<Record<string, string>> = {
  'packages/core/src/study/study.ts': 'The class that users hold: mostly methods of one line with their documentation.',
}

/** Allowed names with a vague word, each with the reason. */
export const ALLOWED_NAMES: Readonly<Record<string, string>> = {}

/** Files with an import of a computed name, each with the reason; not allowed in the core. */
export const COMPUTED_IMPORTS: Readonly<Record<string, string>> = {
  'packages/sweetspot/src/sweep/document/import-sweep.ts': 'The sweep file of a user, which is a program.',
  'packages/sweetspot/src/cli/configuration/read-configuration.ts': 'The configuration file of the user.',
  'packages/sweetspot/src/executors/worker/load-objective.ts': 'The module of an objective, which the user names.',
  'packages/tfjs/src/backend/select-backend.ts': 'The optional @tensorflow/tfjs-node, which bundlers must not resolve.',
  'packages/tfjs/src/project.ts': 'The optional sweetspot, whose SQLite bundlers for browsers must not resolve.',
}

/** The allowed wildcard exports, by file, each with its module and the reason. */
export const WILDCARDS: Readonly<Record<string, { readonly module: string; readonly reason: string }>> = {
  'packages/sweetspot/src/extend.ts': {
    module: '@sweetspot/core',
    reason: 'It exports the whole engine, whose own door already lists every name.',
  },
}
