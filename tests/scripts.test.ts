import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { root } from '../scripts/workspace.mjs'

/** A checkout with our scripts, dependencies and kernels, and one small package. */
let checkout = ''

const KERNELS = 'packages/core/src/surrogates/gaussian-process/compute/wasm-binary.ts'

beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'sweetspot-scripts-'))
  cpSync(join(root, 'scripts'), join(checkout, 'scripts'), { recursive: true })
  // Folders of its own, so that nothing here can touch the installation that runs this test.
  mkdirSync(join(checkout, 'node_modules'))
  for (const name of ['node', 'typescript', '@typescript', 'assemblyscript']) {
    symlinkSync(join(root, 'node_modules', name), join(checkout, 'node_modules', name), 'junction')
  }
  for (const path of ['packages/core/assembly', KERNELS]) {
    cpSync(join(root, path), join(checkout, path), { recursive: true })
  }
  lockfile('{ "packages": {} }', { installed: true })
  write('tsconfig.build.json', '{ "files": [], "references": [{ "path": "packages/one/tsconfig.build.json" }] }')
  const options = '{ "composite": true, "rootDir": "src", "outDir": "dist", "strict": true, "types": [] }'
  write('packages/one/tsconfig.build.json', `{ "compilerOptions": ${options}, "include": ["src"] }`)
  write('packages/one/src/kept.ts', 'export const one: number = 1')
})

afterEach(() => rmSync(checkout, { recursive: true }))

function write(path: string, text: string): void {
  mkdirSync(join(checkout, path, '..'), { recursive: true })
  writeFileSync(join(checkout, path), text)
}

function lockfile(text: string, { installed }: { installed: boolean }): void {
  write('package-lock.json', text)
  const stamp = 'node_modules/.sweetspot-installed'
  if (installed) write(stamp, createHash('sha256').update(text).digest('hex'))
}

async function node(args: readonly string[], whenItSpeaks?: (pid: number) => void) {
  // The npm that installs is one that only writes down what it is asked for.
  write('npm-cli.cjs', "require('node:fs').appendFileSync('asked-of-npm', process.argv.slice(2).join(' ') + '\\n')")
  const env = { ...process.env, npm_execpath: join(checkout, 'npm-cli.cjs'), npm_node_execpath: process.execPath }
  const child = spawn(process.execPath, args, { cwd: checkout, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    whenItSpeaks?.(child.pid ?? 0)
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, stdout, stderr }
}

describe('npm start', () => {
  it('builds, then runs the example with its arguments, its exit code and its stdout alone', async () => {
    write('examples/mnist/main.ts', 'console.log(JSON.stringify(process.argv.slice(2)))\nprocess.exitCode = 7')
    const { code, stdout, stderr } = await node(['scripts/start.mjs', '--json', '--trials', '2'])
    expect(stdout).toBe('["--json","--trials","2"]\n')
    expect(code).toBe(7)
    expect(stderr).toContain('sweetspot: ready in')
    expect(existsSync(join(checkout, 'packages/one/dist/kept.js'))).toBe(true)
  })

  it('hands an interruption on once, and waits for the example to end', async () => {
    write(
      'examples/mnist/main.ts',
      `let interrupted = 0
       process.on('SIGINT', () => { interrupted++; setTimeout(() => { console.log(interrupted); process.exit(3) }, 200) })
       setInterval(() => {}, 1000)
       console.log('running')`,
    )
    let told = false
    const { code, stdout } = await node(['scripts/start.mjs'], (pid) => {
      if (!told) process.kill(pid, 'SIGINT')
      told = true
    })
    expect(stdout).toBe('running\n1\n')
    expect(code).toBe(3)
  })

  it('ends with the code of a shell when the example is killed', async () => {
    write('examples/mnist/main.ts', "process.kill(process.pid, 'SIGKILL')\nsetInterval(() => {}, 1000)")
    expect((await node(['scripts/start.mjs'])).code).toBe(137)
  })
})

describe('setting up', () => {
  const askedOfNpm = () => {
    const file = join(checkout, 'asked-of-npm')
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []
  }

  it('installs once for each lockfile', async () => {
    await node(['scripts/setup.mjs'])
    expect(askedOfNpm()).toEqual([])
    lockfile('{ "packages": { "node_modules/more": { "version": "1.0.0" } } }', { installed: false })
    expect((await node(['scripts/setup.mjs'])).stderr).toContain('installing')
    await node(['scripts/setup.mjs'])
    expect(askedOfNpm()).toEqual([expect.stringMatching(/^ci .*--include=dev/)])
  })

  it('takes an installation by hand for what it is', async () => {
    const wanted = {
      'node_modules/more': { version: '1.0.0' },
      'node_modules/of-another-system': { version: '2.0.0', optional: true },
    }
    lockfile(JSON.stringify({ packages: wanted }), { installed: false })
    write(
      'node_modules/.package-lock.json',
      JSON.stringify({ packages: { 'node_modules/more': { version: '1.0.0' } } }),
    )
    await node(['scripts/setup.mjs'])
    expect(askedOfNpm()).toEqual([])
    lockfile(JSON.stringify({ packages: { 'node_modules/more': { version: '1.0.1' } } }), { installed: false })
    await node(['scripts/setup.mjs'])
    expect(askedOfNpm()).toHaveLength(1)
  })

  it('removes what was built from a source that is gone', async () => {
    for (const file of ['gone.js', 'gone.d.ts', 'deep/gone.js']) write(`packages/one/dist/${file}`, '')
    const { code, stderr } = await node(['scripts/setup.mjs'])
    expect(code).toBe(0)
    expect(stderr).toContain('removed 3 built files')
    expect(existsSync(join(checkout, 'packages/one/dist/gone.js'))).toBe(false)
    expect(existsSync(join(checkout, 'packages/one/dist/kept.js'))).toBe(true)
  })

  it('says what is wrong when the packages do not compile, and ends', async () => {
    write('packages/one/src/kept.ts', "export const one: number = 'one'")
    const { code, stdout, stderr } = await node(['scripts/setup.mjs'])
    expect(code).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toContain('packages/one/src/kept.ts')
    expect(stderr).toContain('Mend the errors')
  })

  it.each([
    ['18.20.8', 1],
    ['20.18.3', 1],
    ['20.19.0', 0],
    ['24.0.0', 0],
  ])('on Node %s exits with %d', async (version, expected) => {
    write('try.mjs', `import { requireNode } from './scripts/workspace.mjs'\nrequireNode('${version}')`)
    const { code, stderr } = await node(['try.mjs'])
    expect(code).toBe(expected)
    if (expected === 1) expect(stderr).toContain('needs Node 20.19 or newer')
  })
})
