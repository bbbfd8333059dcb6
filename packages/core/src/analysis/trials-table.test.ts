import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomSampler } from '../samplers/random.ts'
import { choice, float } from '../space/parameters/parameter.ts'
import { space } from '../space/search-space.ts'
import { createStudy } from '../study/create-study.ts'
import { csvText } from './csv.ts'
import { trialsTable } from './trials-table.ts'

/** Parses CSV text by RFC 4180. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]]
  let cell = ''
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') {
      for (at += 1; text[at] !== '"' || text[at + 1] === '"'; at += 1) {
        cell += text[at]
        if (text[at] === '"') at += 1
      }
    } else if (text[at] === ',' || text.startsWith('\r\n', at)) {
      rows.at(-1)?.push(cell)
      cell = ''
      if (text[at] === ',') continue
      at += 1
      rows.push([])
    } else cell += text[at]
  }
  return rows.slice(0, -1)
}

async function study() {
  const search = space({ x: float(0, 1), kind: choice({ a: { depth: choice([1, [2, 'x']]) }, b: {} }) })
  const opened = await createStudy({
    space: search,
    directions: { loss: 'minimize', size: 'maximize' },
    constraints: { memory: { atMost: 1 } },
    sampler: randomSampler(),
    seed: 1,
  })
  const times = { startedAt: 1_000, finishedAt: 3_500 }
  await opened.add(
    { x: 0.5, kind: 'a', depth: [2, 'x'] },
    { loss: 1, size: 2, memory: 0.5 },
    { ...times, attributes: { note: '=1+1' } },
  )
  await opened.add({ x: 0.25, kind: 'b' }, { state: 'failed', error: 'said "no",\nand stopped' }, times)
  await opened.add({ x: 0.75, kind: 'b' }, { loss: Number.NaN, size: 1 }, times)
  await opened.add({ x: 1, kind: 'b' }, { state: 'pruned' }, times)
  await opened.enqueue({ x: 0 })
  return opened
}

describe('trialsTable', () => {
  it('is also a method of a study', async () => {
    const tabled = await study()
    expect(tabled.toTable().toCsv()).toBe(trialsTable(tabled).toCsv())
    expect(tabled.toTable().rows).toEqual(trialsTable(tabled.snapshot).rows)
  })

  it('has a flat row for each trial, with the same columns', async () => {
    const { columns, rows } = trialsTable(await study())
    expect(columns.join(' ')).toBe(
      'number state values.loss values.size values.memory params.x params.kind params.depth ' +
        'attributes.note attempt startedAt finishedAt duration reason error',
    )
    expect(rows.map((row) => Object.keys(row))).toEqual(rows.map(() => columns))
    expect(rows[0]).toEqual({
      number: 0,
      state: 'completed',
      'values.loss': 1,
      'values.size': 2,
      'values.memory': 0.5,
      'params.x': 0.5,
      'params.kind': 'a',
      'params.depth': [2, 'x'],
      'attributes.note': '=1+1',
      attempt: 1,
      startedAt: 1_000,
      finishedAt: 3_500,
      duration: 2_500,
      reason: undefined,
      error: undefined,
    })
    expect(rows[1]).toMatchObject({
      state: 'failed',
      reason: 'error',
      error: 'said "no",\nand stopped',
      duration: 2_500,
    })
    expect(rows[2]).toMatchObject({
      state: 'failed',
      reason: 'not-finite',
      'values.loss': Number.NaN,
      'values.size': 1,
    })
    expect(rows[4]).toMatchObject({ number: 4, state: 'waiting', 'params.x': 0, 'params.kind': undefined, attempt: 0 })
  })

  it('has the declared columns before the first trial', async () => {
    const { columns, rows } = trialsTable(await createStudy({ space: space({ x: float(0, 1) }) }))
    expect([columns.slice(0, 4), rows]).toEqual([['number', 'state', 'values.value', 'params.x'], []])
  })

  it('accepts snapshots, and throws for other values', async () => {
    const opened = await study()
    expect(trialsTable(opened.snapshot).rows).toEqual(trialsTable(opened).rows)
    expect(() => trialsTable([] as never)).toThrow('ERR_INVALID_ARGUMENT')
  })

  it('writes CSV that round-trips, and escapes formulas if asked', async () => {
    const table = trialsTable(await study())
    const [header, first, second, third] = parseCsv(table.toCsv())
    expect(header).toEqual(table.columns)
    expect(first?.slice(0, 9)).toEqual(['0', 'completed', '1', '2', '0.5', '0.5', 'a', '[2,"x"]', '=1+1'])
    expect(second?.at(-1)).toBe('said "no",\nand stopped')
    expect(third?.[2]).toBe('NaN')
    expect(parseCsv(table.toCsv({ escapeFormulas: true }))[1]?.[8]).toBe("'=1+1")
    for (const escapeFormulas of [false, true]) {
      const lines = [...table.csvLines({ escapeFormulas })]
      expect(lines).toHaveLength(table.rows.length + 1)
      expect(lines.join('')).toBe(table.toCsv({ escapeFormulas }))
    }
  })
})

describe('csvText', () => {
  it('round-trips any texts by RFC 4180', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom('"', '""', ',', '\r\n', '\n', '\r', 'a,"b"', '', ' x '))
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1 }), (pairs) => {
        const rows = pairs.map(([one, other]) => ({ one, other }))
        expect(parseCsv(csvText(['one', 'other'], rows, {}))).toEqual([['one', 'other'], ...pairs])
      }),
    )
  })

  it('tells empty texts from missing values', () => {
    expect(csvText(['a', 'b'], [{ a: '', b: undefined }], {})).toBe('a,b\r\n"",\r\n')
  })

  it('escapes texts and column names that spreadsheets interpret as formulas, but not numbers', () => {
    const row = { '=x': '=1', a: '+1', b: '-1', c: '@a', d: '\tx', e: -1, f: 'a=1' }
    expect(csvText(Object.keys(row), [row], { escapeFormulas: true })).toBe(
      "'=x,a,b,c,d,e,f\r\n'=1,'+1,'-1,'@a,'\tx,-1,a=1\r\n",
    )
  })
})
