/** Source files of more than 300 lines, each with the reason why it is one concept. */
export const LONG_FILES: Readonly<Record<string, string>> = {
  'packages/core/src/study/study.ts':
    'The one class that users hold: a method, mostly of one line, with its documentation for each thing to be done.',
}

/** Names that hold a word which otherwise hides meaning, each with the reason why it does not here. */
export const TELLING_NAMES: Readonly<Record<string, string>> = {}

/** Files that import a module whose name they compute, each with the reason; the core may never. */
export const COMPUTED_IMPORTS: Readonly<Record<string, string>> = {
  'packages/tfjs/src/backend/select-backend.ts':
    'The optional @tensorflow/tfjs-node, which bundlers must not look for.',
  'packages/tfjs/src/project.ts': 'The optional sweetspot, whose SQLite bundlers of pages must not follow.',
}

/** The only modules of which everything may be exported, by the file that does so, each with the reason. */
export const WILDCARDS: Readonly<Record<string, { readonly module: string; readonly reason: string }>> = {
  'packages/sweetspot/src/extend.ts': {
    module: '@sweetspot/core',
    reason: 'The whole engine is public there, and its own door names every name already.',
  },
}
