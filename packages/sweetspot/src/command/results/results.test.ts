import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fileReader } from './file-reader.ts'
import { jsonReader } from './json-reader.ts'
import { parseLenientObject } from './lenient-json.ts'
import { LineSplitter } from './line-splitter.ts'
import type { MetricReader, StepValues } from './metric-reader.ts'
import { regexReaders } from './regex-reader.ts'

/** The values that a reader finds in some output, the steps on the way, and the sentence about what was found. */
async function read(reader: MetricReader, stdout: string, stderr = '') {
  const steps: StepValues[] = []
  const skipped = { stdout: 0, stderr: 0 }
  for (const [stream, text] of [
    ['stderr', stderr],
    ['stdout', stdout],
  ] as const) {
    const splitter = new LineSplitter((line) => {
      const step = reader.line(stream, line)
      if (step) steps.push(step)
    })
    splitter.write(Buffer.from(text))
    splitter.end()
    skipped[stream] = splitter.tooLong
  }
  const { values, found } = await reader.end(skipped)
  return {
    values: Object.fromEntries([...values].map(([name, { value }]) => [name, value])),
    steps,
    found,
    all: values,
  }
}

describe('LineSplitter', () => {
  it('joins pieces of lines and characters, and ends the last line', () => {
    const lines: string[] = []
    const splitter = new LineSplitter((line) => lines.push(line))
    for (const byte of Buffer.from('größe 1\r\n10 %\r20 %\r\n\nlast')) splitter.write(Buffer.from([byte]))
    splitter.end()
    expect(lines).toEqual(['größe 1', '10 %', '20 %', 'last'])
  })

  it('skips lines that are too long without keeping them', () => {
    const lines: string[] = []
    const splitter = new LineSplitter((line) => lines.push(line))
    for (let i = 0; i < 30; i += 1) splitter.write(Buffer.alloc(100_000, 'x'))
    splitter.write(Buffer.from('\nshort\n'))
    splitter.end()
    expect([lines, splitter.tooLong]).toEqual([['short'], 1])
  })
})

describe('parseLenientObject', () => {
  it('reads NaN and infinities as Python writes them, but not inside strings', () => {
    const text = String.raw`{"a": NaN, "b": [Infinity, -Infinity], "c": "NaN \" Infinity", "d": {"NaN": 1e400}}`
    expect(parseLenientObject(text)).toEqual({
      a: Number.NaN,
      b: [Infinity, -Infinity],
      c: 'NaN " Infinity',
      d: { NaN: Infinity },
    })
  })

  it('returns undefined for everything but an object', () => {
    for (const text of ['', '1', '[1]', 'null', '{', '{a: 1}', '{"a": NaNa}', '{"a": +Infinity}']) {
      expect(parseLenientObject(text)).toBeUndefined()
    }
  })

  it('cannot change prototypes', () => {
    expect(Object.getPrototypeOf(parseLenientObject('{"__proto__": {"polluted": NaN}}'))).toBe(Object.prototype)
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })
})

describe('jsonReader', () => {
  it('says that lines were too long to be read', async () => {
    const long = `{"acc": 1, "note": "${'x'.repeat(1_200_000)}"}`
    const { values, found } = await read(jsonReader(['acc']), `${long}\n`, long)
    expect([values, found]).toEqual([
      {},
      'There is no JSON object on stdout; lines read: 0. Skipped: 1 line of more than 1,000,000 characters.',
    ])
    expect((await read(jsonReader(['acc']), `{"loss": 1}\n${long}\n${long}`)).found).toBe(
      'The last JSON object on stdout has loss. Skipped: 2 lines of more than 1,000,000 characters.',
    )
  })

  it('reads the last object that has the metric, among other text', async () => {
    const output = 'loading {x}\n{"acc": 0.1}\nepoch 1: {"acc": 5}\n  {"acc": 0.5, "loss": NaN}  \n{"done": true}\nbye'
    const { values, all } = await read(jsonReader(['acc', 'loss']), output, '{"acc": 7}')
    expect(values).toEqual({ acc: 0.5, loss: Number.NaN })
    expect(all.get('acc')?.source).toBe('the last JSON object on stdout')
  })

  it('reads pretty-printed and nested objects', async () => {
    const output = `before\n${JSON.stringify({ acc: 0.5, test: { f1: 0.25 } }, undefined, 2)}\nafter }\n`
    expect((await read(jsonReader(['acc', 'test.f1']), output)).values).toEqual({ acc: 0.5, 'test.f1': 0.25 })
  })

  it('reads values of steps; a result without a step has priority', async () => {
    const output =
      '{"step": 0, "acc": 0.1, "note": "x"}\n{"acc": 0.9}\n{"step": 1, "acc": 0.2, "loss": 3}\n{"step": -1, "acc": 0.9}\n{"step": 2}'
    const { values, steps } = await read(jsonReader(['acc', 'loss']), output)
    expect(steps).toEqual([
      { step: 0, values: { acc: 0.1 } },
      { step: 1, values: { acc: 0.2, loss: 3 } },
    ])
    expect(values).toEqual({ acc: 0.9, loss: 3 })
    expect((await read(jsonReader(['acc']), '{"step":0,"acc":0.1}')).values).toEqual({ acc: 0.1 })
    expect((await read(jsonReader(['step']), '{"step":4}')).steps).toEqual([])
  })

  it('says what was found instead', async () => {
    const found = async (output: string) => (await read(jsonReader(['acc']), output)).found
    expect(await found('one\ntwo')).toBe('There is no JSON object on stdout; lines read: 2.')
    expect(await found('{"accuracy": 1, "loss": 2}')).toBe('The last JSON object on stdout has accuracy, loss.')
    expect(await found('{"acc": "0.5"}')).toBe(
      'In the last JSON object on stdout, acc is "0.5", which is not a number.',
    )
  })

  it('survives an object that never ends, and one that begins again', async () => {
    const endless = `{\n${'"x": 1,\n'.repeat(200_000)}`
    expect((await read(jsonReader(['acc']), `${endless}\n{"acc": 1}\n{\n{\n"acc": 2\n}`)).values).toEqual({ acc: 2 })
  })
})

describe('regexReaders', () => {
  const reader = async (pattern: string, metrics: readonly string[] = ['acc']) =>
    (await regexReaders(pattern, metrics, metrics))()

  it('reads the last match, on both streams', async () => {
    expect((await read(await reader('acc=(\\S+)'), 'acc=0.1 acc=0.2\nacc=0.3\nx', 'acc=9')).values).toEqual({
      acc: 0.3,
    })
    expect((await read(await reader('acc=(\\S+)'), '', 'acc=nan')).values).toEqual({ acc: Number.NaN })
  })

  it('reads several metrics and steps by named groups', async () => {
    const pattern = 'epoch (?P<step>\\d+): (?:loss (?P<loss>\\S+) )?acc (?<acc>\\S+)'
    const { values, steps } = await read(
      await reader(pattern, ['acc', 'loss']),
      'epoch 1: loss 0.7 acc 0.1\nepoch 2: acc 0.2',
    )
    expect(values).toEqual({ acc: 0.2, loss: 0.7 })
    expect(steps.map(({ step }) => step)).toEqual([1, 2])
  })

  it('combines a step with an unnamed group', async () => {
    const { values, steps } = await read(await reader('[(]\\((?P<step>\\d+)(?:x) acc=(\\S+)'), '((3x acc=0.5')
    expect([values, steps]).toEqual([{ acc: 0.5 }, [{ step: 3, values: { acc: 0.5 } }]])
  })

  it('names a match that is no number with its own line, unless the metric was found later', async () => {
    const pattern = 'a=(?P<a>\\S+)|b=(?P<b>\\S+)'
    expect((await read(await reader(pattern, ['a', 'b']), 'a=foo\nb=1')).found).toBe(
      `The pattern ${pattern} matched "foo", which is not a number, in the line "a=foo".`,
    )
    expect((await read(await reader(pattern, ['a', 'b']), 'a=foo\na=1')).found).toBe(
      `The pattern ${pattern} matched the line "a=1".`,
    )
  })

  it('refuses patterns without a group for each metric', async () => {
    await expect(reader('acc=(')).rejects.toThrow('is invalid')
    await expect(reader('acc=\\S+')).rejects.toThrow('to have one group')
    await expect(reader('(a)(b)')).rejects.toThrow('it has 2 groups')
    await expect(reader('(?P<ac>a)(?P<b>b)')).rejects.toThrow('Rename the group ac to acc.')
    await expect(reader('(a)', ['acc', 'loss'])).rejects.toThrow('a group for each metric')
    await expect(reader('(?=a)(b)')).rejects.toThrow('is invalid')
  })

  it('takes linear time, also on long lines', async () => {
    const evil = await reader('(?:a+)+b (\\S+)')
    const { values } = await read(evil, `${'a'.repeat(900_000)}\n${'a'.repeat(50)}b 1`)
    expect(values).toEqual({ acc: 1 })
  })

  it('says what was found instead', async () => {
    expect((await read(await reader('acc=(\\S+)'), 'acc=0.5,')).found).toContain(
      'matched "0.5,", which is not a number',
    )
    expect((await read(await reader('acc=(\\S+)'), 'a\nb')).found).toContain('matched no line of output; lines read: 2')
  })
})

describe('fileReader', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sweetspot-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const readFrom = async (name: string, text: string, names = ['acc']) => {
    const reader = fileReader(join(folder, name), names)
    writeFileSync(join(folder, name), text)
    return read(reader, '')
  }

  it('reads JSON, JSON lines and CSV', async () => {
    expect((await readFrom('m.json', '{\n"acc": Infinity, "loss": 1}')).values).toEqual({ acc: Infinity })
    expect((await readFrom('m.jsonl', '{"acc": 1}\n\nnot json\n{"acc": 2}\n{"x": 1}\n')).values).toEqual({ acc: 2 })
    expect((await readFrom('two.json', '{"acc": 1}\n{"acc": 2}\n')).values).toEqual({ acc: 2 })
    const csv = '\uFEFFepoch,  acc ,"a, ""b"""\r\n1,0.5,x\r\n2, 0.75,"y\nz"\r\n3,,1\r\n'
    expect((await readFrom('m.csv', csv, ['acc', 'a, "b"'])).values).toEqual({ acc: 0.75, 'a, "b"': 1 })
    expect((await readFrom('nan.CSV', 'acc\nnan')).values).toEqual({ acc: Number.NaN })
  })

  it('does not read a file of an earlier trial', async () => {
    const path = join(folder, 'm.json')
    writeFileSync(path, '{"acc": 1}')
    expect(await read(fileReader(path, ['acc']), '')).toMatchObject({
      values: {},
      found: `The command did not change the file ${path}.`,
    })
    const reader = fileReader(path, ['acc'])
    writeFileSync(path, '{"acc": 2}')
    expect((await read(reader, '')).values).toEqual({ acc: 2 })
  })

  it('says what was found instead', async () => {
    const path = join(folder, 'none.json')
    expect((await read(fileReader(path, ['acc']), '')).found).toBe(`The command did not write the file ${path}.`)
    expect((await read(fileReader(join(folder, 'new'), ['acc']), '')).found).toContain('did not write')
    expect((await readFrom('empty.csv', '')).found).toContain('has no JSON object and no row')
    expect((await readFrom('cut.csv', 'acc,note\n1,x\n2,"y')).found).toMatch(
      /cut\.csv cannot be read: The row at line 3 of the CSV file has a quote that is never closed\.$/,
    )
    expect((await readFrom('keys.csv', 'a,b\n1,2')).found).toContain('has a, b')
  })
})
