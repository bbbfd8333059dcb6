import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const docs = join(import.meta.dirname, '..')

/** The folders of pages, each with the order in which its pages are best read; a page not named here comes last. */
const SECTIONS: readonly { readonly title: string; readonly folder: string; readonly order: readonly string[] }[] = [
  {
    title: 'Guide',
    folder: 'guide',
    order: [
      'getting-started',
      'tune-a-command',
      'sweep-file',
      'command-line',
      'define-by-run',
      'ask-and-tell',
      'resume',
      'parallel',
      'isolate-trials',
      'analyse',
      'recipes',
      'artifacts',
      'import-export',
      'from-optuna',
      'from-keras-tuner',
      'from-wandb',
    ],
  },
  {
    title: 'The ideas',
    folder: 'concepts',
    order: ['hyperparameters', 'grid-search', 'random-search', 'quasi-random', 'bayesian-optimization', 'surrogate'],
  },
  {
    title: 'The parts',
    folder: 'concepts',
    order: [
      'search-space',
      'objectives',
      'constraints',
      'study',
      'journal',
      'storage',
      'recommendation',
      'results',
      'plots',
      'samplers',
      'priors',
      'cost',
      'pruners',
      'failures',
      'executors',
    ],
  },
  { title: 'TensorFlow.js', folder: 'tfjs', order: ['index', 'getting-started'] },
  { title: 'Decisions', folder: 'decisions', order: ['index'] },
]

interface Group {
  readonly text: string
  readonly collapsed: boolean
  readonly items: Entry[]
}

interface Entry {
  readonly text: string
  readonly link: string
}

/** The sidebar: each page of the site's folders under the heading it begins with. */
export function sidebar(): { text: string; collapsed?: boolean; items: Entry[] }[] {
  const listed = new Set(SECTIONS.flatMap(({ folder, order }) => order.map((page) => `${folder}/${page}`)))
  const sections = SECTIONS.map(({ title, folder, order }, index) => {
    const isLast = !SECTIONS.slice(index + 1).some((section) => section.folder === folder)
    const others = isLast ? pagesOf(folder).filter((page) => !listed.has(`${folder}/${page}`)) : []
    const items = [...order, ...others].flatMap((page) => entryOf(folder, page) ?? [])
    return { text: title, ...(folder === 'decisions' && { collapsed: true }), items }
  })
  const reference = [
    { text: 'Where to import from', link: '/imports' },
    { text: 'API', link: '/api/' },
    { text: 'The command sweetspot', link: '/command-line' },
    { text: 'Errors', link: '/errors' },
    { text: 'Benchmarks', link: '/benchmarks' },
  ]
  return [...sections.filter(({ items }) => items.length > 0), { text: 'Reference', items: reference }]
}

/** The sidebar of the API reference, by task; `api-reference.ts` writes its data before the site is built. */
export function apiSidebar(): { text: string; link: string; items: Group[] }[] {
  const file = join(docs, 'api/sidebar.json')
  if (!existsSync(file)) return []
  const modules = JSON.parse(readFileSync(file, 'utf8')) as {
    name: string
    folder: string
    groups: { title: string; entries: { name: string; page: string }[] }[]
  }[]
  return modules.map(({ name, folder, groups }) => ({
    text: name,
    link: `/api/${folder}/`,
    items: groups.map(({ title, entries }) => ({
      text: title,
      collapsed: true,
      items: entries.map((entry) => ({ text: entry.name, link: `/api/${folder}/${entry.page}` })),
    })),
  }))
}

function pagesOf(folder: string): string[] {
  if (!existsSync(join(docs, folder))) return []
  return readdirSync(join(docs, folder))
    .filter((file) => file.endsWith('.md'))
    .map((file) => file.slice(0, -'.md'.length))
    .toSorted()
}

function entryOf(folder: string, page: string): Entry | undefined {
  const path = join(docs, folder, `${page}.md`)
  if (!existsSync(path)) return undefined
  const heading = /^# (.+)$/m.exec(readFileSync(path, 'utf8'))?.[1] ?? page
  return { text: heading.replaceAll('`', ''), link: `/${folder}/${page === 'index' ? '' : page}` }
}
