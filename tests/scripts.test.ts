import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import {
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { wrapWords } from '../scripts/say.mjs'
import { root } from '../scripts/workspace.mjs'

/** A checkout with our scripts, dependencies and kernels, and one small package. */
let checkout = ''

const KERNELS = 'packages/core/src/surrogates/gaussian-process/compute/wasm-binary.ts'

beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'sweetspot-scripts-'))
  cpSync(join(root, 'scripts'), join(checkout, 'scripts'), { recursive: true })
  // Separate folders, so that the test cannot touch the installation that runs it.
  mkdirSync(join(checkout, 'node_modules'))
  for (const name of ['node', 'typescript', '@typescript', 'assemblyscript', 'esbuild', '@esbuild']) {
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

interface Watching {
  readonly whenItSpeaks?: (pid: number) => void
  readonly npmExits?: number
}

async function node(args: readonly string[], { whenItSpeaks, npmExits = 0 }: Watching = {}) {
  // A fake npm that only records its arguments.
  write(
    'npm-cli.cjs',
    "require('node:fs').appendFileSync('asked-of-npm', process.argv.slice(2).join(' ') + '\\n')\n" +
      `process.exitCode = ${npmExits}`,
  )
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
  it('builds, then runs the example, and passes on arguments, exit code and stdout', async () => {
    write('examples/mnist/main.ts', 'console.log(JSON.stringify(process.argv.slice(2)))\nprocess.exitCode = 7')
    const { code, stdout, stderr } = await node(['scripts/start.mjs', '--json', '--trials', '2'])
    expect(stdout).toBe('["--json","--trials","2"]\n')
    expect(code).toBe(7)
    expect(stderr).toContain('sweetspot: ready in')
    expect(existsSync(join(checkout, 'packages/one/dist/kept.js'))).toBe(true)
  })

  it('forwards an interruption once, and waits for the example to end', async () => {
    write(
      'examples/mnist/main.ts',
      `let interrupted = 0
       process.on('SIGINT', () => { interrupted++; setTimeout(() => { console.log(String(interrupted)); process.exit(3) }, 200) })
       setInterval(() => {}, 1000)
       console.log('running')`,
    )
    let told = false
    const whenItSpeaks = (pid: number) => {
      if (!told) process.kill(pid, 'SIGINT')
      told = true
    }
    const { code, stdout } = await node(['scripts/start.mjs'], { whenItSpeaks })
    expect(stdout).toBe('running\n1\n')
    expect(code).toBe(3)
  })

  it('exits like a shell if the example is killed', async () => {
    write('examples/mnist/main.ts', "process.kill(process.pid, 'SIGKILL')\nsetInterval(() => {}, 1000)")
    expect((await node(['scripts/start.mjs'])).code).toBe(137)
  })
})

describe('npm test', () => {
  it.each(['--help', '-h'])('prints its usage with %s, and runs nothing', async (argument) => {
    lockfile('{ "packages": { "node_modules/more": { "version": "1.0.0" } } }', { installed: false })
    const { code, stdout, stderr } = await node(['scripts/test.mjs', argument])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('npm test -- packages/core')
    expect(existsSync(join(checkout, 'asked-of-npm'))).toBe(false)
  })

  it('ends with the name, the place and the error of each failure', async () => {
    symlinkSync(join(root, 'node_modules/vitest'), join(checkout, 'node_modules/vitest'), 'junction')
    const vitest = "import { beforeAll, describe, expect, it } from 'vitest'\n"
    write(
      'some.test.ts',
      `${vitest}describe('sums', () => {
         it('passes', () => expect(1 + 1).toBe(2))
         it('fails', () => expect(1 + 1).toBe(3))
         it.skip('waits', () => {})
       })
       describe('group', () => {
         beforeAll(() => { throw new Error('no server') })
         it('is left out', () => {})
       })`,
    )
    write('other.test.ts', "import './missing.ts'")
    write('dies.test.ts', `${vitest}it('dies', () => process.kill(process.pid, 'SIGKILL'))`)
    write('late.test.ts', `${vitest}it('passes', () => void Promise.reject(new Error('thrown later')))`)
    const { code, stdout } = await node(['scripts/test.mjs', '--root', checkout, '--maxWorkers=1'])
    expect(code).toBe(1)
    const summary = stdout.slice(stdout.lastIndexOf('── summary')).trimEnd().split('\n').slice(2)
    expect(summary.pop()).toBe('2 passed, 6 failed')
    expect(summary.map((line) => line.trimStart()).toSorted()).toEqual([
      'failed: dies.test.ts: did not finish',
      expect.stringMatching(
        /^failed: other\.test\.ts: Error: Cannot find module '\.\/missing\.ts' .*\(other\.test\.ts:1\)$/,
      ),
      expect.stringMatching(/^failed: outside of the tests: Error: .*unexpectedly.*dies\.test\.ts$/),
      'failed: outside of the tests: Error: thrown later (late.test.ts:2)',
      'failed: some.test.ts > group: Error: no server (some.test.ts:8)',
      'failed: some.test.ts > sums > fails: AssertionError: expected 2 to be 3 // Object.is equality (some.test.ts:4)',
    ])
  })
})

describe('wrapWords', () => {
  const sentence =
    'sweetspot: npm ci failed: permission denied. Make node_modules and the cache of npm (npm config get cache) writable for you.'

  it.each([60, 80, 120])('breaks lines between words at %d columns', (width) => {
    const lines = wrapWords(sentence, width, 11)
    expect(lines.every((line) => line.length <= width)).toBe(true)
    expect(lines.map((line) => line.trimStart()).join(' ')).toBe(sentence)
    expect(lines.slice(1).every((line) => line.startsWith(' '.repeat(11)))).toBe(true)
  })

  it('puts a word longer than a line on its own line', () => {
    expect(wrapWords(`in ${'a'.repeat(70)} it`, 60, 2)).toEqual(['in', `  ${'a'.repeat(70)}`, '  it'])
  })
})

describe('setup', () => {
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

  it('accepts a manual installation that matches the lockfile', async () => {
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

  it('removes the output of deleted sources', async () => {
    for (const file of ['gone.js', 'gone.d.ts', 'deep/gone.js']) write(`packages/one/dist/${file}`, '')
    const { code, stderr } = await node(['scripts/setup.mjs'])
    expect(code).toBe(0)
    expect(stderr).toContain('removed 3 built files')
    expect(existsSync(join(checkout, 'packages/one/dist/gone.js'))).toBe(false)
    expect(existsSync(join(checkout, 'packages/one/dist/kept.js'))).toBe(true)
  })

  it('writes the bundles for Node that package.json declares, and no others', async () => {
    const door = { types: './dist/kept.d.ts', node: './dist/node/kept.js', default: './dist/kept.js' }
    write('packages/one/package.json', JSON.stringify({ name: 'one', type: 'module', exports: { '.': door } }))
    write('packages/one/src/kept.ts', "import { two } from './two.js'\nexport const one: number = two - 1")
    write('packages/one/src/two.ts', 'export const two: number = 2')
    write('packages/one/dist/node/chunks/old.js', '')
    expect((await node(['scripts/setup.mjs'])).code).toBe(0)
    const file = join(checkout, 'packages/one/dist/node/kept.js')
    expect(readFileSync(file, 'utf8')).not.toContain('import ')
    expect(await import(pathToFileURL(file).href)).toMatchObject({ one: 1 })
    expect(existsSync(join(checkout, 'packages/one/dist/node/chunks/old.js'))).toBe(false)
    // Current files stay untouched, since running programs may read them.
    const { mtimeMs } = statSync(file)
    await node(['scripts/setup.mjs'])
    expect(statSync(file).mtimeMs).toBe(mtimeMs)
    // A program that has opened the earlier file reads it to its end.
    const earlier = readFileSync(file, 'utf8')
    const open = openSync(file, 'r')
    write('packages/one/src/two.ts', 'export const two: number = 3')
    expect((await node(['scripts/setup.mjs'])).code).toBe(0)
    expect(readFileSync(file, 'utf8')).not.toBe(earlier)
    expect(readFileSync(open, 'utf8')).toBe(earlier)
    closeSync(open)
    expect(readdirSync(join(file, '..'))).toEqual(['chunks', 'kept.js'])
  })

  it.each([
    [243, 'npm ci failed: permission denied', 'npm config get cache'],
    [226, 'npm ci failed: the file system is read-only', 'Make the checkout writable'],
    [228, 'npm ci failed: the disk is full', 'Free some space'],
    [1, 'npm ci failed with exit code 1', 'check the network'],
  ])('explains the exit code %d of npm', async (exitCode, happened, advice) => {
    lockfile('{ "packages": { "node_modules/more": { "version": "1.0.0" } } }', { installed: false })
    const { code, stderr } = await node(['scripts/setup.mjs'], { npmExits: exitCode })
    expect(code).toBe(1)
    expect(stderr).toContain(happened)
    expect(stderr).toContain(advice)
    expect(stderr.includes('network')).toBe(exitCode === 1)
    expect(stderr).not.toContain('    at ')
  })

  it.each(['EACCES', 'EPERM', 'EROFS', 'ENOSPC'])(
    'reports %s with advice and without a stack trace',
    async (refusal) => {
      write(
        'try.mjs',
        `import { writing } from './scripts/say.mjs'
       const refused = () => { throw Object.assign(new Error('no'), { code: '${refusal}', path: '/place' }) }
       await writing(refused, 'Go elsewhere.')`,
      )
      const { code, stderr } = await node(['try.mjs'])
      expect(code).toBe(1)
      expect(stderr).toMatch(/^sweetspot: cannot write \/place: [a-z -]+\. Go elsewhere\.\n$/)
    },
  )

  it('does not report other errors as file system errors', async () => {
    write(
      'try.mjs',
      `import { writing } from './scripts/say.mjs'\nawait writing(() => { throw new TypeError('a bug') }, '')`,
    )
    const { code, stderr } = await node(['try.mjs'])
    expect(code).toBe(1)
    expect(stderr).toContain('TypeError: a bug')
  })

  it('reports compilation errors and exits', async () => {
    write('packages/one/src/kept.ts', "export const one: number = 'one'")
    const { code, stdout, stderr } = await node(['scripts/setup.mjs'])
    expect(code).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toContain('packages/one/src/kept.ts')
    expect(stderr).toContain('Fix the errors')
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
