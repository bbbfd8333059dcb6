import { execFile } from 'node:child_process'
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { binaryOf, root } from '../scripts/workspace.mjs'
import { anchorsOf, brokenLinks, linksOf } from './docs/links.ts'
import { readPages } from './docs/pages.ts'
import { type Program, programsOf } from './docs/programs.ts'
import { type ShellBlock, shellBlocksOf, shellMistakes } from './docs/shell.ts'

const execute = promisify(execFile)
const LONGEST_RUN = 120_000

const pages = readPages()
const documented = readPages('{README.md,docs/**/*.md,packages/*/README.md}')
const extracted = documented.map(programsOf)
const programs = extracted.flatMap((page) => page.programs)
const shellBlocks = pages.flatMap(shellBlocksOf)
const exists = (path: string) => existsSync(join(root, path))
const read = (path: string) => readFileSync(join(root, path), 'utf8')

describe('pages', () => {
  it('have links and anchors that resolve', () => {
    expect(brokenLinks(pages, exists, read)).toEqual([])
  })

  it('are linked from the site', () => {
    const config = globSync('docs/.vitepress/**/*.ts', { cwd: root, exclude: ['**/cache/**', '**/dist/**'] })
    const page = { path: 'docs/site.md', text: '' }
    const broken = config.flatMap((path) =>
      [...read(path).matchAll(/\blink:\s*['"]([^'"]+)['"]/g)].flatMap(([, target = '']) =>
        brokenLinks([{ ...page, text: `[link](${target})` }], exists, read).map((what) => `${path} ${what}`),
      ),
    )
    expect(broken).toEqual([])
  })

  it('have only valid remarks on code blocks', () => {
    expect(extracted.flatMap((page) => page.mistakes)).toEqual([])
  })

  it('show only commands that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const ours = globSync('packages/*/package.json', { cwd: root }).flatMap((path) => {
      const { bin = {} } = JSON.parse(read(path)) as { bin?: Record<string, string> }
      return Object.keys(bin)
    })
    const surroundings = {
      scripts: Object.keys(scripts),
      binaries: [...ours, ...readdirSync(join(root, 'node_modules/.bin'))],
      exists,
    }
    const mistakes = pages.flatMap((page) =>
      shellBlocksOf(page).flatMap((block) => shellMistakes(block, page, surroundings)),
    )
    expect(mistakes).toEqual([])
  })
})

/** A folder in which programs find our built packages, and nothing else of the checkout. */
let folder = ''
let typeErrors: string[] = []

const folderOf = ({ page, line }: Program) => `${page.replaceAll('/', '-').replace('.md', '')}-${line}`
const fileOf = (program: Program) => join(folderOf(program), `program.${program.language}`)

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-docs-'))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
  for (const program of programs) {
    mkdirSync(join(folder, folderOf(program)))
    writeFileSync(join(folder, fileOf(program)), program.text)
    for (const { page, line, file, text } of programs) {
      if (page === program.page && line < program.line && file !== undefined)
        writeFileSync(join(folder, folderOf(program), file), text)
    }
  }
  const checked = programs.filter(({ language, treatment }) => language === 'ts' && treatment !== 'no-check')
  const compilerOptions = {
    noEmit: true,
    strict: true,
    target: 'es2024',
    lib: ['es2024', 'dom'],
    module: 'nodenext',
    moduleDetection: 'force',
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    types: ['node'],
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: checked.map(fileOf) }))
  if (checked.length === 0) return
  const { stdout } = await execute(
    process.execPath,
    [binaryOf('typescript', 'tsc'), '-p', folder, '--pretty', 'false'],
    {
      cwd: folder,
    },
  ).catch((error: { stdout: string }) => error)
  typeErrors = stdout.split('\n').filter((line) => line.includes('error TS'))
}, 300_000)

afterAll(() => {
  if (folder !== '') rmSync(folder, { recursive: true })
})

/** Converts messages about a program's file to messages about the page. */
function onPage(program: Program, message: string): string {
  return message.replaceAll(join(folder, fileOf(program)), program.page).replaceAll(fileOf(program), program.page)
}

describe('programs of the docs', () => {
  it('exist', () => {
    expect(programs.filter(({ treatment }) => treatment === 'run').length).toBeGreaterThan(0)
  })

  it('cause no type errors in other files', () => {
    expect(typeErrors.filter((line) => !programs.some((program) => line.startsWith(fileOf(program))))).toEqual([])
  })

  it.concurrent.each(
    programs.map((program) => [`${program.page}:${program.line} (${program.treatment})`, program] as const),
  )(
    '%s',
    async (_, program) => {
      const errors = typeErrors.filter((line) => line.startsWith(fileOf(program))).map((line) => onPage(program, line))
      expect(errors).toEqual([])
      if (program.treatment !== 'run') return
      const failure = await execute(process.execPath, [join(folder, fileOf(program))], {
        cwd: join(folder, folderOf(program)),
        timeout: LONGEST_RUN,
      }).then(
        () => '',
        (error: { stderr: string; killed: boolean }) =>
          error.killed
            ? `${program.page}:${program.line} ran longer than ${LONGEST_RUN / 1000} s`
            : onPage(program, error.stderr),
      )
      expect(failure).toBe('')
    },
    LONGEST_RUN + 10_000,
  )
})

const runnable = shellBlocks.filter((block) => block.run)
describe.runIf(runnable.length > 0)('commands of the docs', () => {
  it.each(runnable.map((block): [string, ShellBlock] => [`${block.page}:${block.line}`, block]))(
    '%s',
    async (_, { commands }) => {
      for (const command of commands) await execute('bash', ['-c', command], { cwd: root, timeout: LONGEST_RUN })
    },
    LONGEST_RUN + 10_000,
  )
})

/** Tested on pages with deliberate mistakes. */
describe('the checks of the docs', () => {
  const page = (text: string) => ({ path: 'docs/a.md', text })

  it('keep the line numbers of programs in several blocks', () => {
    const text =
      '# A\n\n```ts\nlet a = 1\n```\n\ntext\n\n```ts continues\na = 2\n```\n\n```ts no-run needs a GPU\nb()\n```\n'
    const found = programsOf(page(text))
    expect(found.mistakes).toEqual([])
    expect(found.programs.map(({ line, treatment }) => [line, treatment])).toEqual([
      [4, 'run'],
      [14, 'no-run'],
    ])
    const lines = found.programs[0]?.text.split('\n') ?? []
    expect([lines[3], lines[9]]).toEqual(['let a = 1', 'a = 2'])
  })

  it.each([
    ['no reason', '```ts no-run\na()\n```', 'needs a reason'],
    ['an unknown remark', '```ts norun because\na()\n```', 'unknown remark'],
    ['nothing to continue', '```ts continues\na()\n```', 'no block to continue'],
  ])('detect %s', (_, text, message) => {
    expect(programsOf(page(text)).mistakes).toEqual([expect.stringContaining(message)])
  })

  it('ignore titles and highlights of VitePress', () => {
    const found = programsOf(
      page('```ts{1,3} [tune.ts]\na()\n```\n````md\n```ts\nb()\n```\n````\n```ts:line-numbers\nc()\n```'),
    )
    expect(found.mistakes).toEqual([])
    expect(found.programs.map(({ text }) => text.trim())).toEqual(['a()', 'c()'])
    expect(found.programs.map(({ file }) => file)).toEqual(['tune.ts', undefined])
  })

  it('detect commands that do not exist', () => {
    const surroundings = {
      scripts: ['start'],
      binaries: ['sweetspot'],
      exists: (path: string) => path === 'examples/a.ts',
    }
    const mistakes = (code: string, prose = '') => {
      const whole = page(`${prose}\n\n\`\`\`sh\n${code}\n\`\`\``)
      return shellBlocksOf(whole).flatMap((block) => shellMistakes(block, whole, surroundings))
    }
    expect(
      mistakes('npm start -- --json\nnpx sweetspot --help\nnode examples/a.ts # runs it\nnpm install sweetspot'),
    ).toEqual([])
    expect(mistakes('git clone https://example.org/x/sweetspot.git && cd sweetspot && npm start')).toEqual([])
    expect(mistakes('node tune.ts', 'Save it as `tune.ts`:')).toEqual([])
    expect(mistakes('npm run absent')).toHaveLength(1)
    expect(mistakes('npx absent')).toHaveLength(1)
    expect(mistakes('node absent.ts')).toHaveLength(1)
    expect(mistakes('cd absent')).toHaveLength(1)
    expect(mistakes('absent')).toHaveLength(1)
  })

  it('detect broken links and anchors', () => {
    const texts: Record<string, string> = {
      'docs/a.md': '# A `b` & c\n\n## Twice\n\n## Twice\n\n## Said {#by-hand}',
      'docs/guide/index.md': '# G',
      'README.md': '# R',
      'docs/public/logo.svg': '',
    }
    const broken = (text: string, path = 'docs/b.md') =>
      brokenLinks(
        [{ path, text }],
        (file) => file in texts,
        (file) => texts[file] ?? '',
      )
    const good = [
      'a.md',
      './a',
      '/a#a-b-c',
      '/guide/',
      'a#twice-1',
      'a.md#by-hand',
      '../README.md',
      '/logo.svg',
      'https://x.org/y',
    ]
    for (const target of [...good, '/api/core/functions/space']) expect(broken(`[a](${target})`)).toEqual([])
    expect(broken('[a](docs/a.md)', 'README.md')).toEqual([])
    for (const target of ['absent.md', '/absent', 'a.md#absent', '#absent', '../docs/absent.png']) {
      expect(broken(`text\n[a](${target})`)).toEqual([expect.stringContaining(`docs/b.md:2 ${target}`)])
      expect(broken(`text\n![a](${target} "title")`)).toHaveLength(1)
      expect(broken(`text\n<img src="${target}">`)).toHaveLength(1)
      expect(broken(`text\n[a]: ${target}`)).toHaveLength(1)
    }
    expect(broken('`[a](absent.md)`\n\n```md\n[a](absent.md)\n```')).toEqual([])
    expect(linksOf('---\nhero:\n  actions:\n    - link: /absent\n---\n').map(({ target }) => target)).toEqual([
      '/absent',
    ])
    expect([...anchorsOf('# 1 + 1 = 2?')]).toContain('_1-1-2')
  })
})
