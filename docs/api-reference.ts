/**
 * Writes the API reference, docs/api, from the doc comments of the packages. It runs before each build of the site and is
 * not committed.
 */
import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Application, type DeclarationReflection, ReflectionKind, type TypeDocOptions } from 'typedoc'
import type { PluginOptions } from 'typedoc-plugin-markdown'
import { undocumented } from './api-doc-comments.ts'
import { type Group, groupsOf } from './api-groups.ts'
import { API_MODULES, READING } from './api-modules.ts'

const docs = import.meta.dirname

const reference: { name: string; folder: string; groups: readonly Group[] }[] = []

rmSync(join(docs, 'api'), { recursive: true, force: true })
for (const { name, folder, entry, what } of API_MODULES) {
  const options: TypeDocOptions & PluginOptions = {
    ...READING,
    name,
    entryPoints: [entry],
    out: join(docs, 'api', folder),
    plugin: ['typedoc-plugin-markdown'],
    hideGenerator: true,
    hideBreadcrumbs: true,
    entryFileName: 'index',
    pageTitleTemplates: { index: name, module: '{name}', member: '{name}' },
    useCodeBlocks: true,
    parametersFormat: 'table',
    interfacePropertiesFormat: 'table',
  }
  const application = await Application.bootstrapWithPlugins(options as TypeDocOptions)
  const project = await application.convert()
  if (!project) throw new Error(`TypeDoc cannot read ${name}; see the messages above.`)
  const incomplete = undocumented(project)
  if (incomplete.length > 0) throw new Error(`Add doc comments in ${name}:\n${incomplete.join('\n')}`)
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

const lines = API_MODULES.map(({ name, folder, what }) => `- [${name}](./${folder}/index.md): ${what}`)
writeFileSync(
  join(docs, 'api/index.md'),
  `# API\n\nWritten from the doc comments of the sources.\n\n${lines.join('\n')}\n`,
)
