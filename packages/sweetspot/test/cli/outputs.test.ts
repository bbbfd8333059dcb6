import { stripVTControlCharacters } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { CommandSpec } from '../../src/cli/table/command-spec.ts'
import { COMMANDS } from '../../src/cli/table/commands.ts'
import { displayWidth } from '../../src/text/display-width.ts'
import { runIn, type StudiesFolder, studiesFolder } from './command-line.ts'

let folder: StudiesFolder
beforeAll(async () => {
  folder = await studiesFolder()
})
afterAll(() => folder[Symbol.asyncDispose]())

const READING = [
  ['studies'],
  ['show', 'net'],
  ['show', 'front'],
  ['best', 'net'],
  ['best', 'front'],
  ['trials', 'net'],
  ['trial', 'net', '1'],
  ['trial', 'net', '2'],
  ['compare', 'net', '1', '3'],
  ['space', 'net'],
  ['note', 'net'],
  ['--help'],
  ['trials', '--help'],
  ['create', '--help'],
] as const

/** The times of the tests are local times of the machine. */
const withoutTimes = (text: string) => text.replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, 'YYYY-MM-DD hh:mm:ss')

describe('on a terminal', () => {
  it.each([40, 60, 80, 120])('of %i columns, tables have these lines', async (terminal) => {
    const parts = await Promise.all(
      READING.map(async (argv) => {
        const { stdout, stderr } = await runIn(folder.path, argv, { terminal, env: { NO_COLOR: '1' } })
        return `$ sweetspot ${argv.join(' ')}\n${withoutTimes(stdout)}${stderr.replace(/^/gm, '! ').slice(0, -2)}`
      }),
    )
    await expect(parts.join('\n')).toMatchFileSnapshot(`snapshots/terminal-${terminal}.txt`)
  })

  it.each(READING.map((argv) => [argv.join(' '), argv] as const))(
    '%s never wraps',
    async (_, argv: readonly string[]) => {
      for (const terminal of [40, 55, 80, 133, 200]) {
        const { stdout, stderr } = await runIn(folder.path, argv, { terminal })
        for (const line of stripVTControlCharacters(stdout + stderr).split('\n')) {
          // A command line of an example is broken before options only, so that it can be copied.
          if (argv.includes('--help') && /^ {2}sweetspot |^ {4}--/.test(line)) continue
          expect(displayWidth(line), line).toBeLessThanOrEqual(terminal)
        }
      }
    },
  )

  it('has colours and words for states, and none with NO_COLOR, CI or a dumb terminal', async () => {
    const coloured = await runIn(folder.path, ['trials', 'net'], { terminal: 80 })
    expect(coloured.stdout).toContain('\u001b[31mfailed\u001b[39m')
    expect(coloured.stdout).toContain('\u001b[32mcompleted\u001b[39m')
    for (const env of [{ NO_COLOR: '1' }, { CI: 'true' }, { TERM: 'dumb' }, { FORCE_COLOR: '0' }]) {
      const { stdout } = await runIn(folder.path, ['trials', 'net'], { terminal: 80, env })
      expect(stdout).toBe(stripVTControlCharacters(coloured.stdout))
    }
  })

  it('shows as many columns as fit, and says which are missing', async () => {
    const { stdout, stderr } = await runIn(folder.path, ['trials', 'net'], { terminal: 40, env: { NO_COLOR: '1' } })
    expect(stdout.split('\n')[0]).not.toContain('error')
    expect(stderr).toMatch(/more columns? do(?:es)? not fit/)
  })
})

describe('in a pipe', () => {
  it('rows are lines with tabs, without headings, colours and truncation', async () => {
    const { stdout, stderr } = await runIn(folder.path, ['trials', 'net', '--columns', 'number,loss,error'])
    expect(stdout).toBe('0\t0.512345678\t\n1\t0.25\t\n2\t\tloss is NaN\\nat step 3\n3\t0.29\t\n4\t\t\n')
    expect(stderr).toBe('')
  })

  it('FORCE_COLOR colours tables, and --format chooses them', async () => {
    const options = { env: { FORCE_COLOR: '1' } }
    const { stdout } = await runIn(folder.path, ['trials', 'net', '--format', 'table'], options)
    expect(stdout).toContain('\u001b[31mfailed')
    const lines = await runIn(folder.path, ['trials', 'net'], options)
    expect(stripVTControlCharacters(lines.stdout)).toBe(lines.stdout)
  })
})

describe('--format', () => {
  it('json and yaml have the same values, with all digits', async () => {
    const argv = ['trials', 'net', '--where', 'loss is not missing', '--columns', 'number,loss,opt']
    const rows = [
      { number: 0, 'values.loss': 0.512345678, 'params.opt': 'sgd' },
      { number: 1, 'values.loss': 0.25, 'params.opt': 'adam' },
      { number: 3, 'values.loss': 0.29, 'params.opt': 'adam' },
    ]
    expect(JSON.parse((await runIn(folder.path, [...argv, '--format', 'json'])).stdout)).toEqual(rows)
    expect(parse((await runIn(folder.path, [...argv, '--format', 'yaml'])).stdout)).toEqual(rows)
    expect((await runIn(folder.path, [...argv, '--format', 'csv'])).stdout).toBe(
      'number,values.loss,params.opt\r\n0,0.512345678,sgd\r\n1,0.25,adam\r\n3,0.29,adam\r\n',
    )
  })

  it('json of each reading command is JSON, on a terminal too', async () => {
    const isData = (argv: readonly string[]) => !argv.includes('--help') && argv[0] !== 'note'
    for (const argv of READING.filter(isData)) {
      const { stdout } = await runIn(folder.path, [...argv, '--format', 'json'], { terminal: 80 })
      expect(() => JSON.parse(stdout)).not.toThrow()
    }
  })
})

describe('the help', () => {
  it('lists each command, and each has its own', async () => {
    const { stdout } = await runIn(folder.path, ['--help'])
    for (const { name, summary, hidden } of Object.values<CommandSpec>(COMMANDS)) {
      expect(stdout.includes(`  ${name} `)).toBe(!hidden)
      const own = await runIn(folder.path, [name, '--help'])
      expect([own.code, own.stdout.replace(/\s+/g, ' ')]).toEqual([0, expect.stringContaining(summary)])
      expect((await runIn(folder.path, ['help', name])).stdout).toBe(own.stdout)
    }
    expect((await runIn(folder.path, [])).stdout).toBe(stdout)
  })
})
