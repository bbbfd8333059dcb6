import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type RunOptions, runIn, type StudiesFolder, studiesFolder } from './command-line.ts'

let folder: StudiesFolder
beforeEach(async () => {
  folder = await studiesFolder()
})
afterEach(() => folder[Symbol.asyncDispose]())

const write = (file: string, text: string) => writeFileSync(join(folder.path, file), text)

async function settings(options: RunOptions, ...argv: string[]) {
  const { stdout } = await runIn(folder.path, [...argv, '--print-config', '--format', 'lines'], options)
  return Object.fromEntries(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'))
      .map(([name, value, origin]) => [name, [value, origin]]),
  )
}

describe('a setting', () => {
  it('comes from a flag, a variable, a file above, or its default, in this order', async () => {
    const inner = join(folder.path, 'a', 'b')
    mkdirSync(inner, { recursive: true })
    const at = (env = {}) => ({ cwd: inner, env })
    expect(await settings(at(), 'ask')).toEqual({
      sampler: ['', 'default'],
      storage: ['sweetspot.db', 'default'],
      format: ['lines', 'command line'],
    })
    write('sweetspot.yaml', 'storage: sweetspot.db\nsampler: random\n')
    const file = join(folder.path, 'sweetspot.yaml')
    expect(await settings(at(), 'ask')).toMatchObject({
      sampler: ['random', file],
      // Relative to the file.
      storage: [join(folder.path, 'sweetspot.db'), file],
    })
    const variables = at({ SWEETSPOT_SAMPLER: 'grid', SWEETSPOT_STORAGE: 'x.db' })
    expect(await settings(variables, 'ask', '--sampler', 'gp')).toMatchObject({
      sampler: ['gp', 'command line'],
      storage: ['x.db', 'SWEETSPOT_STORAGE'],
    })
    const { stdout } = await runIn(folder.path, ['studies', '--format', 'json'], at())
    expect(JSON.parse(stdout)).toHaveLength(2)
  })

  it.each([
    ['sweetspot.json', '{ "format": "json" }'],
    ['sweetspot.ts', "const format: string = 'json'\nexport default { format }\n"],
  ])('is read from %s', async (file, text) => {
    write(file, text)
    const { stdout } = await runIn(folder.path, ['studies'])
    expect(JSON.parse(stdout)).toHaveLength(2)
  })

  it.each([
    [
      'sweetspot.yaml',
      'storage: a.db\nformt: json\n',
      'sweetspot.yaml:2:1: Unknown setting "formt"; did you mean format?',
    ],
    [
      'sweetspot.yaml',
      'storage: a.db\nformat:  jsn\n',
      'sweetspot.yaml:2:10: Expected format to be one of table, json',
    ],
    [
      'sweetspot.yaml',
      'storage: 3\n',
      'sweetspot.yaml:1:10: storage: Invalid input: expected string, received number.',
    ],
    ['sweetspot.yaml', 'a: [\n', 'sweetspot.yaml:2:1: '],
    ['sweetspot.json', '{ "storage": "a.db",\n  "x": 1 }', 'sweetspot.json:2:3: Unknown setting "x"'],
    ['sweetspot.ts', 'export const storage = 1\n', 'sweetspot.ts: Expected a default export with the settings.'],
    ['sweetspot.ts', 'throw new Error("no")\n', 'sweetspot.ts cannot be loaded: no.'],
  ])('of a wrong %s is refused with its place', async (file, text, message) => {
    write(file, text)
    const { code, stderr } = await runIn(folder.path, ['studies'])
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)])
    expect(stderr).toContain('[ERR_INVALID_CONFIG]')
  })

  it('is refused in a variable or a second file, and looked for in --config only', async () => {
    const { code, stderr } = await runIn(folder.path, ['studies'], { env: { SWEETSPOT_FORMAT: 'jsn' } })
    expect([code, stderr]).toEqual([2, expect.stringContaining('Expected SWEETSPOT_FORMAT to be one of')])
    write('sweetspot.yaml', '')
    write('sweetspot.json', '{}')
    expect((await runIn(folder.path, ['studies'])).stderr).toContain('Expected one configuration file; found')
    expect((await runIn(folder.path, ['studies', '--config', 'sweetspot.json'])).code).toBe(0)
    expect((await runIn(folder.path, ['studies', '--config', 'none.yaml'])).code).toBe(3)
  })
})

describe('errors', () => {
  it.each([
    [['studis'], 2, 'Unknown command "studis". Did you mean studies?'],
    [['studies', '--formt', 'json'], 2, 'Unknown option --formt of studies. Did you mean --format?'],
    [['studies', '-x'], 2, 'Unknown option -x of studies.'],
    [['studies', 'net'], 2, 'Too many arguments of studies. Usage: sweetspot studies [options].'],
    [['trial', 'net'], 2, 'Missing argument TRIAL of trial. Usage: sweetspot trial STUDY TRIAL.'],
    [['trial', 'net', 'x'], 2, 'Expected trial to be an integer of at least 0; received "x".'],
    [['trials', 'net', '--limit'], 2, 'Missing value of'],
    [['trials', 'net', '--limit=-1'], 2, 'Expected --limit to be an integer of at least 0; received "-1".'],
    [['trials', 'net', '--sort', 'los'], 2, 'Unknown column "los". Did you mean loss?'],
    [['trials', 'net', '--columns', 'a,,b'], 2, 'names separated by commas'],
    [['studies', '--format', 'jsn'], 2, 'Did you mean json?'],
    [['show', 'nte'], 3, 'Study "nte" does not exist in sweetspot.db. Did you mean "net"?'],
    [['show'], 3, 'This storage has 2 studies. Pass the name of one of them: front, net.'],
    [['trial', 'net', '99'], 3, 'Trial 99 of net does not exist'],
    [['studies', '--storage', 'postgres://a:b@host/db'], 2, "received 'postgres://…@host/db'"],
    [['compare', 'net', '1'], 2, 'Expected at least two different trials'],
    [['help', 'studis'], 2, 'Did you mean studies?'],
    [['--frmat', 'x'], 2, 'Unknown option --frmat of sweetspot. Did you mean --format?'],
    [['--sort', 'loss', 'trials', 'net'], 2, 'Unknown option --sort of sweetspot. Options of a command come after it.'],
  ])('of %j exit with %i, a sentence, a code and the next step', async (argv, code, message) => {
    const run = await runIn(folder.path, argv)
    expect(run).toMatchObject({ code, stdout: '' })
    expect(run.stderr).toContain(message)
    expect(run.stderr).toMatch(/^error: .+ \[ERR_\w+\]\n {2}\S.+\n$/)
  })

  it('of a storage exit with 4', async () => {
    write('other.db', 'not a database, but text that is long enough to be looked at by SQLite '.repeat(20))
    const { code, stderr } = await runIn(folder.path, ['studies', '--storage', 'other.db'])
    expect([code, stderr]).toEqual([4, expect.stringContaining('[ERR_STORAGE]\n')])
    const readOnly = await runIn(folder.path, ['pause', 'net', '--storage', 'sqlite:sweetspot.db?mode=ro'])
    expect([readOnly.code, readOnly.stderr]).toEqual([4, expect.stringContaining('[ERR_READ_ONLY]')])
  })

  it('have a stack with --debug only', async () => {
    expect((await runIn(folder.path, ['show', 'nte'])).stderr).not.toContain('    at ')
    expect((await runIn(folder.path, ['show', 'nte', '--debug'])).stderr).toContain('    at ')
  })
})

describe('notices', () => {
  it('--quiet leaves out, and --verbose adds', async () => {
    expect((await runIn(folder.path, ['pause', 'net'])).stderr).toBe('net is paused; 1 running trial continues.\n')
    expect((await runIn(folder.path, ['resume', 'net', '-q'])).stderr).toBe('')
    const { stderr } = await runIn(folder.path, ['show', 'net', '-v'])
    expect(stderr).toMatch(
      /^storage sqlite:.*sweetspot\.db\nread 5 trials of net from \d+ events in \d+ ms\nshow took \d+ ms\n$/,
    )
  })

  it('options of every command may stand before it', async () => {
    expect((await runIn(folder.path, ['--format', 'json', 'studies'])).stdout).toMatch(/^\[/)
    expect((await runIn(folder.path, ['-q', '--storage=none.db', 'studies'])).stdout).toBe('')
    expect((await runIn(folder.path, ['--version'])).stdout).toBe('1.2.3\n')
  })
})
