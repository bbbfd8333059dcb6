import { pathToFileURL } from 'node:url'
import { childProcessExecutor, workerThreadExecutor } from 'sweetspot'
import { describe, expect, it } from 'vitest'
import { environment, inheritedOptions, workerSettings } from './isolation-options.ts'

const module = pathToFileURL(import.meta.filename)

describe.each([
  ['workerThreadExecutor', workerThreadExecutor],
  ['childProcessExecutor', childProcessExecutor],
] as const)('%s', (name, make) => {
  const code = (code: string, message: string) =>
    expect.objectContaining({ code, message: expect.stringContaining(message) })

  it.each([
    ['objective.ts', 'Expected the file: URL of a module; received "objective.ts"'],
    [new URL('https://example.com/a.js'), 'received https://example.com/a.js'],
    [new URL('./missing.ts', module), 'missing.ts cannot be read: ENOENT'],
    [new URL('.', module), 'is not a file'],
    [undefined, 'received undefined'],
  ])('refuses %s as a module', (given, message) => {
    expect(() => make(given as URL)).toThrow(code('ERR_INVALID_OBJECTIVE_MODULE', message))
  })

  it.each([
    [{ size: 0 }, 'Expected size to be an integer of at least 1; received 0'],
    [{ trialsPerWorker: 1.5 }, 'Expected trialsPerWorker to be'],
    [{ memoryLimit: 512 }, 'Expected memoryLimit to be a number of bytes from 16e6 to 1e12; received 512'],
    [{ memoryLimit: 2e12 }, 'Expected memoryLimit'],
    [{ gracePeriod: -1 }, 'Expected gracePeriod to be a number of milliseconds'],
    [{ gracePeriod: Number.POSITIVE_INFINITY }, 'Expected gracePeriod'],
    [{ output: 'capture' }, "Expected output to be 'inherit', 'ignore' or a function"],
    [{ env: { A: 1 } }, 'Expected env to be an object of texts'],
    [{ env: { 'A=B': '1' } }, 'Expected env'],
    [{ env: new Map([['A', 'b']]) }, 'Expected env'],
    [{ execArgv: '--expose-gc' }, 'Expected execArgv to be a list of texts'],
    [{ export: '' }, 'Expected export to be the name of an export'],
    [{ maxWorkers: 2 }, `Unknown option "maxWorkers" of ${name}; did you mean "size"?`],
    [{ kill: 2 }, `Unknown option "kill" of ${name}`],
  ])('refuses %j', (options, message) => {
    expect(() => make(module, options as object)).toThrow(code('ERR_INVALID_ARGUMENT', message))
  })

  it('accepts all options, and starts nothing before the first trial', async () => {
    const executor = make(module, {
      export: 'objective',
      size: 2,
      trialsPerWorker: 1,
      memoryLimit: 16e6,
      gracePeriod: 0,
      output: () => {},
      env: { A: undefined, B: '1' },
      execArgv: [],
    })
    expect(Object.isFrozen(executor)).toBe(true)
    await executor.close()
  })
})

describe('workerSettings', () => {
  it('has defaults', () => {
    expect(workerSettings({})).toMatchObject({
      size: Number.POSITIVE_INFINITY,
      trialsPerWorker: Number.POSITIVE_INFINITY,
      memoryLimit: undefined,
      gracePeriod: 2_000,
      output: 'inherit',
      execArgv: undefined,
    })
  })
})

describe('environment', () => {
  it('inherits all but the variables of Sweetspot, and lets the caller add, replace and remove', () => {
    const inherited = {
      PATH: '/bin',
      HOME: '/root',
      SWEETSPOT_TOKEN: 'secret',
      Sweetspot_Url: 'x',
      MODE: 'a',
      OLD: '1',
    }
    expect(environment(inherited, { MODE: 'b', OLD: undefined, SWEETSPOT_SEED: '7' })).toEqual({
      PATH: '/bin',
      HOME: '/root',
      MODE: 'b',
      SWEETSPOT_SEED: '7',
    })
  })
})

describe('inheritedOptions', () => {
  it.each([
    [
      ['--import', 'tsx', '--enable-source-maps'],
      ['--import', 'tsx', '--enable-source-maps'],
    ],
    [['--inspect-brk=9229', '--expose-gc'], ['--expose-gc']],
    [['--inspect-port', '9230', '--expose-gc'], ['--expose-gc']],
    [['--input-type=module', '--eval', 'import "x"'], []],
    [['-e', '1', '--no-warnings'], ['--no-warnings']],
    [['--test', '--test-reporter=spec', '--watch'], []],
    [['--env-file=.env', '--env-file', '.env', '--env-file-if-exists=.env', '--expose-gc'], ['--expose-gc']],
    [['--max-old-space-size=100', '--max-semi-space-size=16'], ['--max-semi-space-size=16']],
  ])('of %j are %j', (given, expected) => {
    expect(inheritedOptions(given)).toEqual(expected)
  })
})
