import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { binaryOf, root } from '../scripts/workspace.mjs'

const execute = promisify(execFile)

interface Program {
  /** Choices with branches beside each other. */
  readonly choices: number
  /** Branches of each choice; the first has two parameters, the others none. */
  readonly branches: number
  /** Parameters beside the choices. */
  readonly plain: number
}

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-params-types-'))
})

afterAll(() => rmSync(folder, { recursive: true }))

function programText({ choices, branches, plain }: Program): string {
  const empty = Array.from({ length: branches - 1 }, (_, branch) => `off${branch}: {}`).join(', ')
  const parameters = [
    ...Array.from({ length: plain }, (_, i) => `plain${i}: float(0, 1)`),
    ...Array.from(
      { length: choices },
      (_, i) => `choice${i}: choice({ on: { rate${i}: float(0, 1), size${i}: int(1, 9) }, ${empty} })`,
    ),
  ]
  return [
    `import { choice, float, type InferParams, int, space } from '@sweetspot/core'`,
    `export const search = space({ ${parameters.join(', ')} })`,
    `type P = InferParams<typeof search>`,
    `export const first = (params: P): number | undefined => (params.choice0 === 'on' ? params.rate0 : undefined)`,
  ].join('\n')
}

/** Compiles a program with a search space against the built declarations, and says what that took. */
async function compile(program: Program): Promise<{ readonly bytes: number; readonly instantiations: number }> {
  writeFileSync(join(folder, 'space.mts'), programText(program))
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    target: 'es2024',
    lib: ['es2024', 'esnext.disposable', 'dom'],
    module: 'nodenext',
    types: [],
    declaration: true,
    emitDeclarationOnly: true,
    rootDir: '/',
    outDir: join(folder, 'out'),
    declarationDir: join(folder, 'out'),
    paths: { '@sweetspot/core': [join(root, 'packages/core/dist/index.d.ts')] },
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['space.mts'] }))
  const { stdout } = await execute(process.execPath, [
    binaryOf('typescript', 'tsc'),
    '-p',
    folder,
    '--extendedDiagnostics',
  ])
  const [, instantiations = ''] = /^Instantiations:\s+(\d+)/m.exec(stdout) ?? []
  return {
    bytes: readFileSync(join(folder, 'out', folder, 'space.d.mts')).byteLength,
    instantiations: Number.parseInt(instantiations, 10),
  }
}

describe('the type of the params of a space', () => {
  it.each<Program>([
    { choices: 1, branches: 2, plain: 2 },
    { choices: 3, branches: 2, plain: 20 },
    { choices: 5, branches: 2, plain: 20 },
    { choices: 8, branches: 2, plain: 20 },
    { choices: 2, branches: 5, plain: 20 },
    { choices: 9, branches: 4, plain: 2 },
    { choices: 64, branches: 3, plain: 2 },
    { choices: 1, branches: 60, plain: 40 },
  ])('takes less than 20 kB in a declaration: %o', async (program) => {
    const { bytes } = await compile(program)
    expect(bytes).toBeGreaterThan(100)
    expect(bytes).toBeLessThan(20_000)
  })

  it('costs the compiler in proportion to the choices', async () => {
    const work = async (choices: number) => (await compile({ choices, branches: 2, plain: 2 })).instantiations
    const [six, twelve, twentyFour, fortyEight] = [await work(6), await work(12), await work(24), await work(48)]
    expect(twelve - six).toBeGreaterThan(0)
    expect(fortyEight - twentyFour).toBeLessThan(2.2 * (twentyFour - twelve))
  })

  it('costs less at the last size that is written out than twice that of the next', async () => {
    const [five, six] = [
      await compile({ choices: 5, branches: 2, plain: 2 }),
      await compile({ choices: 6, branches: 2, plain: 2 }),
    ]
    expect(five.instantiations).toBeLessThan(2 * six.instantiations)
  })
})
