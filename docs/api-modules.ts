/** The modules of the API reference, and how TypeDoc reads them. */
import { join } from 'node:path'
import { Application, type ProjectReflection, type TypeDocOptions } from 'typedoc'

const docs = import.meta.dirname
const packages = join(docs, '../packages')

export const API_MODULES = [
  {
    name: 'sweetspot',
    folder: 'sweetspot',
    entry: join(packages, 'sweetspot/src/index.ts'),
    what: 'studies, search spaces, samplers, pruners, storages and progress.',
  },
  {
    name: 'sweetspot/analysis',
    folder: 'analysis',
    entry: join(packages, 'sweetspot/src/analysis.ts'),
    what: 'functions of a snapshot that return plain data.',
  },
  {
    name: 'sweetspot/plots',
    folder: 'plots',
    entry: join(packages, 'sweetspot/src/plots.ts'),
    what: 'the same as SVG.',
  },
  {
    name: 'sweetspot/extend',
    folder: 'extend',
    entry: join(packages, 'sweetspot/src/extend.ts'),
    what: 'everything of the engine, for samplers, pruners, storages and executors of your own; `@sweetspot/core` has the same.',
  },
  {
    name: 'sweetspot/random',
    folder: 'random',
    entry: join(packages, 'sweetspot/src/random.ts'),
    what: 'random, quasi-random and grid search without the Gaussian process.',
  },
  {
    name: 'sweetspot/trial',
    folder: 'trial',
    entry: join(packages, 'sweetspot/src/trial.ts'),
    what: 'scripts that run as commands of a study.',
  },
  {
    name: 'sweetspot/interchange',
    folder: 'interchange',
    entry: join(packages, 'sweetspot/src/interchange.ts'),
    what: 'studies from and to the files of other programs.',
  },
  {
    name: '@sweetspot/tfjs',
    folder: 'tfjs',
    entry: join(packages, 'tfjs/src/index.ts'),
    what: "KerasTuner's API on TensorFlow.js.",
  },
  {
    name: 'sweetspot/testing',
    folder: 'testing',
    entry: join(packages, 'sweetspot/src/testing.ts'),
    what: 'the suites that hold samplers and storages of your own to the contract, and test problems.',
  },
] as const

/** TypeDoc options that select what is read: everything public. */
export const READING: TypeDocOptions = {
  tsconfig: join(docs, 'tsconfig.api.json'),
  readme: 'none',
  disableSources: true,
  excludePrivate: true,
  excludeInternal: true,
  logLevel: 'Warn',
  // `npm test` checks types, with the TypeScript that the packages are built with.
  skipErrorChecking: true,
  // Types of other packages, and parts that are not public by themselves.
  validation: { notExported: false, invalidLink: false, notDocumented: false },
}

/** Reads the public declarations of source files, with their doc comments. */
export async function readApi(entryPoints: string[], options: TypeDocOptions = {}): Promise<ProjectReflection> {
  const application = await Application.bootstrap({ ...READING, ...options, entryPoints })
  const project = await application.convert()
  if (!project) throw new Error(`TypeDoc cannot read ${entryPoints.join(', ')}; see the messages above.`)
  return project
}
