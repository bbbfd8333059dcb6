import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvRows, csvRowsOf } from './csv.ts'

const cellsOf = (text: string) => [...csvRows(text)].map(({ cells }) => cells)

describe('csvRows', () => {
  it('reads quotes, line breaks in cells, both line ends, and a last line without one', () => {
    expect([...csvRows('a,"b, ""c"""\r\n1,"2\n3"\n4,5')]).toEqual([
      { cells: ['a', 'b, "c"'], line: 1 },
      { cells: ['1', '2\n3'], line: 2 },
      { cells: ['4', '5'], line: 4 },
    ])
  })

  it('tells empty cells from empty texts, and keeps spaces', () => {
    expect(cellsOf('a,,"", b ')).toEqual([['a', undefined, '', ' b ']])
    expect(cellsOf('a,')).toEqual([['a', undefined]])
  })

  it('skips a byte order mark and blank lines', () => {
    expect(cellsOf('\uFEFF\n\na\r\n\r\n"\uFEFFb"\n')).toEqual([['a'], ['\uFEFFb']])
    expect(cellsOf('')).toEqual([])
  })

  it.each([
    ['a\n1,"2\n3', 'The row at line 2 of the CSV file has a quote that is never closed.'],
    ['a\n"1"2', 'The row at line 2 of the CSV file has text after the closing quote of a cell.'],
  ])('rejects %j', (text, message) => {
    expect(() => cellsOf(text)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }))
    expect(() => cellsOf(text)).toThrow(message)
  })
})

describe('csvRowsOf', () => {
  it('reads the same cells, wherever a part ends', async () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('"', ',', '\r\n', '\n', '\r', '', 'a"b'))
    const property = fc.asyncProperty(
      fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1 }),
      fc.integer({ min: 1, max: 9 }),
      async (rows, length) => {
        const text = rows.map((row) => `${row.map((each) => `"${each.replaceAll('"', '""')}"`).join()}\r\n`).join('')
        async function* parts() {
          for (let index = 0; index < text.length; index += length) yield text.slice(index, index + length)
        }
        const read: unknown[] = []
        for await (const { cells } of csvRowsOf(parts())) read.push(cells)
        expect(read).toEqual(rows)
        expect(cellsOf(text)).toEqual(rows)
      },
    )
    await fc.assert(property)
  })
})
