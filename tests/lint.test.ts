import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')

/** The codes of the rules that our configuration reports for one planted file. */
function lint(path: string, text: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'sweetspot-lint-'))
  try {
    copyFileSync(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'))
    mkdirSync(join(folder, dirname(path)), { recursive: true })
    writeFileSync(join(folder, path), text)
    writeFileSync(join(folder, 'tsconfig.json'), '{ "compilerOptions": { "strict": true }, "include": ["**/*.ts"] }')
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [join(root, 'node_modules/oxlint/bin/oxlint'), '--type-aware', '--format', 'json', path],
      { cwd: folder, encoding: 'utf8' },
    )
    if (!stdout.startsWith('{')) throw new Error(`oxlint printed no report: ${stdout}${stderr}`)
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string }[] }
    return [...new Set(diagnostics.map(({ code }) => code))]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('the linter', () => {
  const core = 'packages/core/src/study/planted.ts'

  it.each([
    ['Date', 'export const now = Date.now()', 'eslint(no-restricted-globals)'],
    ['a new Date', 'export const now = new Date()', 'eslint(no-restricted-globals)'],
    ['performance', 'export const now = performance.now()', 'eslint(no-restricted-globals)'],
    ['setTimeout', 'setTimeout(() => 1, 10)', 'eslint(no-restricted-globals)'],
    ['fetch', "void fetch('x')", 'eslint(no-restricted-globals)'],
    ['process', 'export const on = process.platform', 'eslint(no-restricted-globals)'],
    ['Math.random', 'export const u = Math.random()', 'eslint(no-restricted-properties)'],
    ['globalThis.Date', 'export const clock = globalThis.Date', 'eslint(no-restricted-properties)'],
  ])('rejects %s in the core', (_, text, code) => {
    expect(lint(core, text)).toContain(code)
  })

  it('refers only to existing types and files of the core', () => {
    const messages = [...readFileSync(join(root, '.oxlintrc.json'), 'utf8').matchAll(/"message": "([^"]*)"/g)]
    const references = messages.flatMap(([, message = '']) => [
      ...message.matchAll(/takes an? (\w+)|see ([\w/-]+\.ts)/g),
    ])
    const core = join(root, 'packages/core/src')
    const index = readFileSync(join(core, 'index.ts'), 'utf8')
    expect(references.length).toBeGreaterThan(5)
    for (const [reference, type, file] of references) {
      if (type) expect(index, reference).toMatch(new RegExp(`\\b${type}\\b`))
      if (file) expect(existsSync(join(core, file)), reference).toBe(true)
    }
  })

  it('allows them in the product and in tests', () => {
    expect(lint('packages/sweetspot/src/planted.ts', 'export const now = Date.now() + Math.random()')).toEqual([])
    expect(lint('packages/core/src/study/planted.test.ts', 'export const now = Date.now()')).toEqual([])
  })

  it.each([
    ['a promise that nobody awaits', 'export const work = async () => 1\nwork()', 'typescript(no-floating-promises)'],
    ['any', 'export const anything: any = 1', 'typescript(no-explicit-any)'],
    [
      'an import of types that stays as one of nothing',
      "import { type Sampler } from './sampler.ts'\nexport type Own = Sampler",
      'typescript(no-import-type-side-effects)',
    ],
    ['a default export', 'export default 1', 'import(no-default-export)'],
    ['==', 'export const same = (a: number, b: number) => a == b', 'eslint(eqeqeq)'],
    [
      'throwing a value that is not an error',
      "export const fail = () => {\n  throw 'x'\n}",
      'typescript(only-throw-error)',
    ],
  ])('rejects %s everywhere', (_, text, code) => {
    expect(lint('packages/sweetspot/src/planted.ts', text)).toContain(code)
  })
})
