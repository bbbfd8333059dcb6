/**
 * Writes the API reference, docs/api, from the doc comments of the packages. It runs before each build of the site and is
 * not committed.
 */
import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Application, type DeclarationReflection, ReflectionKind, type TypeDocOptions } from 'typedoc'
import type { PluginOptions } from 'typedoc-plugin-markdown'
import { type Group, groupsOf } from './api-groups.ts'

const docs = import.meta.dirname
const packages = join(docs, '../packages')

const modules = [
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

const reference: { name: string; folder: string; groups: readonly Group[] }[] = []

rmSync(join(docs, 'api'), { recursive: true, force: true })
for (const { name, folder, entry, what } of modules) {
  const options: TypeDocOptions & PluginOptions = {
    name,
    entryPoints: [entry],
    tsconfig: join(docs, 'tsconfig.api.json'),
    out: join(docs, 'api', folder),
    plugin: ['typedoc-plugin-markdown'],
    readme: 'none',
    disableSources: true,
    excludePrivate: true,
    excludeInternal: true,
    hideGenerator: true,
    hideBreadcrumbs: true,
    entryFileName: 'index',
    pageTitleTemplates: { index: name, module: '{name}', member: '{name}' },
    useCodeBlocks: true,
    parametersFormat: 'table',
    interfacePropertiesFormat: 'table',
    logLevel: 'Warn',
    // `npm test` does, with the TypeScript that the packages are built with.
    skipErrorChecking: true,
    // Types of other packages, and parts that are not public by themselves.
    validation: { notExported: false, invalidLink: false, notDocumented: false },
  }
  const application = await Application.bootstrapWithPlugins(options as TypeDocOptions)
  const project = await application.convert()
  if (!project) throw new Error(`The API of ${name} cannot be read: see the messages above.`)
  await application.generateOutputs(project)
  const groups = groupsOf(project.children ?? [], pageOf)
  reference.push({ name, folder, groups })
  writeFileSync(join(docs, 'api', folder, 'index.md'), modulePage(name, what, groups))
}

/** The folders into which the plugin sorts pages. */
function pageOf(member: DeclarationReflection): string {
  const folders = new Map([
    [ReflectionKind.Function, 'functions'],
    [ReflectionKind.Class, 'classes'],
    [ReflectionKind.Interface, 'interfaces'],
    [ReflectionKind.TypeAlias, 'type-aliases'],
    [ReflectionKind.Variable, 'variables'],
  ])
  return `${folders.get(member.kind)}/${member.name}`
}

/** The page of a module: its members by task, each with its first sentence. */
function modulePage(name: string, what: string, groups: readonly Group[]): string {
  const sections = groups.map(({ title, entries }) => {
    const rows = entries.map(
      ({ name: own, page, summary }) => `| [${own}](./${page}.md) | ${summary.replaceAll('|', '\\|')} |`,
    )
    return `## ${title}\n\n| name | what it is |\n| --- | --- |\n${rows.join('\n')}\n`
  })
  return `# ${name}\n\n${what.charAt(0).toUpperCase()}${what.slice(1)}\n\n${sections.join('\n')}`
}

// What an unnamed, destructured argument is called.
for (const file of globSync('api/**/*.md', { cwd: docs })) {
  const page = readFileSync(join(docs, file), 'utf8')
  writeFileSync(
    join(docs, file),
    page.replaceAll('\\_\\_namedParameters', 'options').replaceAll('__namedParameters', 'options'),
  )
}

writeFileSync(join(docs, 'api/sidebar.json'), JSON.stringify(reference))

const lines = modules.map(({ name, folder, what }) => `- [${name}](./${folder}/index.md): ${what}`)
writeFileSync(
  join(docs, 'api/index.md'),
  `# API\n\nWritten from the doc comments of the sources.\n\n${lines.join('\n')}\n`,
)
