import { execFileSync } from 'node:child_process'
import { boolean, choice, float, int, type Params, space } from '@sweetspot/core'
import { describe, expect, it } from 'vitest'
import { commandExecutor } from '../command-executor.ts'
import type { CommandTemplate } from '../command-template.ts'
import { commandNotices } from './command-notices.ts'
import { parseCommand } from './parse-command.ts'
import { renderCommand } from './render-command.ts'
import { checkShellCommand } from './shell-command.ts'

const SPACE = space({ lr: float(1e-5, 1e-1), 'model.layers': int(1, 8), opt: choice(['sgd', 'adam']) })

const render = (template: CommandTemplate, params: Params, more: object = {}) =>
  renderCommand(template, {
    number: 7,
    params,
    folder: '/trials/7',
    paramsFile: '/trials/7/params.json',
    environment: {},
    ...more,
  })

/** The arguments that a program receives. */
function received(argv: readonly string[]): unknown {
  const [file = '', ...args] = argv
  return JSON.parse(execFileSync(file, args, { encoding: 'utf8' }))
}
const ECHO = [process.execPath, '-e', 'console.log(JSON.stringify(process.argv.slice(1)))', '--']

const HOSTILE = [
  '1e-5',
  '--x',
  '-rf',
  `"double" and 'single'`,
  '$(id)',
  '`id`',
  '; rm -rf /',
  'a\nb',
  '%PATH%',
  '$HOME ${HOME}',
  '{lr} {{lr}}',
  'ü 🦔 \\ \\n',
  '',
  ' * ',
]

describe('parseCommand', () => {
  it('replaces names in braces, also inside an element and with dots', () => {
    const template = parseCommand(
      ['train', '--lr', '{lr}', '--net={model.layers}x{opt}', '{trial}', '{dir}/out'],
      SPACE,
    )
    const params = { lr: 1e-5, 'model.layers': 3, opt: 'sgd' }
    expect(render(template, params)).toEqual(['train', '--lr', '0.00001', '--net=3xsgd', '7', '/trials/7/out'])
  })

  it('leaves braces alone that are not around a name, and doubled ones', () => {
    const literal = ['{}', '{"a": {"b": [1]}}', '{1,2}', '${lr}', '{ lr }', '{print $1}', '%{http_code}s']
    const template = parseCommand(['train', ...literal.slice(0, 6), '{{lr}}', '{"x":{"lr":{lr}}}'])
    expect(render(template, { lr: 0.5 })).toEqual(['train', ...literal.slice(0, 6), '{lr}', '{"x":{"lr":0.5}}'])
  })

  it('appends all params as --name=value if none is used', () => {
    const params = { lr: 0.5, opt: 'adam', flag: true }
    expect(render(parseCommand(['train']), params)).toEqual(['train', '--lr=0.5', '--opt=adam', '--flag=true'])
    expect(render(parseCommand(['train', '--out={dir}']), params)[2]).toBe('--lr=0.5')
    expect(render(parseCommand(['train', '{params.json}']), params)).toEqual(['train', '/trials/7/params.json'])
  })

  it('names the nearest placeholder of an unknown one', () => {
    expect(() => parseCommand(['train', '{lrr}', '{model.layers}', '{opt}'], SPACE)).toThrow('did you mean {lr}?')
    expect(() => parseCommand(['train', '{quite_different}'], SPACE)).toThrow(
      'the placeholders are {lr}, {model.layers}',
    )
    expect(() => parseCommand(['train', '{dirr}'], SPACE)).toThrow('did you mean {dir}?')
  })

  it('names params that are not used', () => {
    expect(() => parseCommand(['train', '{lr}'], SPACE)).toThrow('does not use {model.layers}, {opt}')
    expect(() => parseCommand(['train', '${lr}', '{model.layers}', '{opt}'], SPACE)).toThrow('{lr} instead of ${lr}')
  })

  it('refuses what is no command', () => {
    for (const wrong of [[], [''], 'train', [1], undefined]) {
      expect(() => parseCommand(wrong as never)).toThrow('[ERR_INVALID_ARGUMENT]')
    }
  })
})

describe('renderCommand', () => {
  it.each(HOSTILE)('passes %j verbatim, as an element, inside one and appended', (value) => {
    expect(received(render(parseCommand([...ECHO, '{v}', 'v={v}']), { v: value }))).toEqual([value, `v=${value}`])
    expect(received(render(parseCommand(ECHO), { v: value }))).toEqual([`--v=${value}`])
  })

  it('refuses NUL, params without a value, and secret params', () => {
    expect(() => render(parseCommand(['train', '{v}']), { v: 'a\0b' })).toThrow('NUL')
    expect(() => render(parseCommand(['train']), { v: 'a\0b' })).toThrow('NUL')
    expect(() => render(parseCommand(['train', '{lrr}']), { lr: 1 })).toThrow('did you mean {lr}?')
    const secret = { ...parseCommand(['train', '{key}']), secrets: ['key'] }
    expect(() => render(secret, { key: 'hunter2' })).toThrow('secret')
  })

  it('leaves secret params out of appended arguments', () => {
    for (const format of ['named', 'no-hyphens', 'boolean-flags', 'json'] as const) {
      const template = { parts: [{ text: ['train'] }, { params: format }], secrets: ['key'] }
      expect(render(template, { lr: 1, key: 'hunter2' }).join(' ')).not.toContain('hunter2')
    }
  })

  it('leaves out elements of inactive params, and the option before one', () => {
    const tree = space({ model: choice({ line: {}, tree: { depth: int(1, 4) } }), on: boolean() })
    const argv = ['train', '--depth', '{depth}', '--d={depth}', '{model}', '{on}']
    const template = parseCommand(argv, tree)
    expect(render(template, { model: 'line', on: true }, { space: tree })).toEqual(['train', 'line', 'true'])
    expect(render(template, { model: 'tree', on: true, depth: 2 }, { space: tree })).toEqual([
      'train',
      '--depth',
      '2',
      '--d=2',
      'tree',
      'true',
    ])
  })

  it('writes all params in the formats of sweep files', () => {
    const params = { lr: 0.5, on: true, off: false }
    const args = (format: 'no-hyphens' | 'boolean-flags' | 'json' | 'json-file') =>
      render({ parts: [{ params: format }] }, params)
    expect(args('no-hyphens')).toEqual(['lr=0.5', 'on=true', 'off=false'])
    expect(args('boolean-flags')).toEqual(['--lr=0.5', '--on'])
    expect(args('json')).toEqual([JSON.stringify(params)])
    expect(args('json-file')).toEqual(['/trials/7/params.json'])
  })

  it('replaces environment variables', () => {
    const template: CommandTemplate = { parts: [{ text: ['--user=', { environment: 'WHO' }] }] }
    expect(render(template, {}, { environment: { WHO: 'ada' } })).toEqual(['--user=ada'])
    expect(() => render(template, {})).toThrow('WHO, which is not set')
  })
})

describe('a command for the shell', () => {
  const QUOTED = ECHO.map((one) => `'${one}'`).join(' ')
  const shell = (script: string): CommandTemplate => ({ ...parseCommand([script]), shell: true })

  it.each(HOSTILE)('passes %j verbatim, unquoted and in double quotes', (value) => {
    const template = shell(`${QUOTED} {v} "v={v}" \\"{v} "it's {v}"`)
    expect(received(render(template, { v: value }))).toEqual([value, `v=${value}`, `"${value}`, `it's ${value}`])
  })

  it('appends params and runs what the script says', () => {
    expect(received(render(shell(QUOTED), { a: '$(id)', b: 'x y' }))).toEqual(['--a=$(id)', '--b=x y'])
    expect(received(render(shell(`true && ${QUOTED} {v} | cat`), { v: "'" }))).toEqual(["'"])
  })

  it.each(['a b*', '"', "it's", '$(id)', '`id`', '\\', 'x\ny'])('passes %j verbatim into substitutions', (value) => {
    const script = `${QUOTED} "$(printf '[%s]' "{v}")" "$(printf '[%s]' {v} | cat; (printf '(%s)' {v}))" "{v}"`
    const all = [`[${value}]`, `[${value}](${value})`, value]
    expect(received(render(shell(script), { v: value }))).toEqual(all)
  })

  it('takes apostrophes in comments for no quotes, and signs in words for no comments', () => {
    const script = `# don't stop {v}\n${QUOTED} a#b {v}#'c' # it's\ntrue {v}`
    expect(received(render(shell(script), { v: 'x y' }))).toEqual(['a#b', 'x y#c'])
  })

  it.each([
    ["echo '{v}'", 'is inside single quotes'],
    ['echo `cat {v}`', 'is inside backticks'],
    ['echo "$(( {v} + 1 ))"', 'is inside arithmetic'],
    ['echo "${A:-{v}}"', 'is inside an expansion'],
    ['cat <<END\n{v}\nEND', 'follows a here-document'],
    [String.raw`echo \{v}`, 'follows a backslash'],
    [String.raw`echo "a\{v}"`, 'follows a backslash'],
  ])('refuses %j before a trial runs', (script, message) => {
    expect(() => checkShellCommand(shell(script))).toThrow(message)
    expect(() => commandExecutor({ template: shell(script) })).toThrow(message)
    expect(() => render(shell(script), { v: 1 })).toThrow(message)
  })

  it('refuses a placeholder in single quotes', () => {
    expect(() => render({ parts: [{ text: ["echo '", { param: 'v' }, "'"] }], shell: true }, { v: 1 })).toThrow(
      'quotes',
    )
  })
})

describe('commandNotices', () => {
  it('names values that may be read as options', () => {
    const flags = space({ flags: choice(['-O1', '-O2']), lr: float(-1, 1) })
    expect(commandNotices(parseCommand(['cc', '{flags}', '{lr}'], flags), flags)).toEqual([
      'The value "-O1" of flags may be read as an option: write --flags={flags}.',
    ])
    expect(commandNotices(parseCommand(['cc', '--flags={flags}', '{lr}'], flags), flags)).toEqual([])
  })
})
