import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createStudy, float, memoryStorage, randomSampler, space } from '@sweetspot/core'
import { describe, expect, it } from 'vitest'
import { exportTensorBoard } from './export-tensorboard.ts'
import { crc32c } from './tensorboard/event-file.ts'
import { bytes, integer } from './tensorboard/protobuf.ts'

const newPath = () => join(mkdtempSync(join(tmpdir(), 'sweetspot-tensorboard-')), 'runs')

describe('exportTensorBoard', () => {
  it('writes a run for each trial that has started, with the results in records', async () => {
    const from = memoryStorage()
    const options = { name: 'net', storage: from, sampler: randomSampler(), space: space({ x: float(0, 1) }) }
    const study = await createStudy(options)
    await study.optimize(
      (trial) => {
        trial.report(2, 0.5)
        return trial.params.x
      },
      { trials: 2 },
    )
    await study.enqueue({ x: 0.5 })
    await study.close()
    const to = newPath()
    expect(await exportTensorBoard({ from, to })).toEqual({
      name: 'net',
      trialCount: 2,
      notices: ['1 waiting trial is left out.', expect.stringContaining('rounded down')],
    })
    const files = readdirSync(to, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())
    expect(files.map(({ parentPath }) => parentPath.slice(to.length)).toSorted()).toEqual([
      '',
      '/trial-0000',
      '/trial-0001',
    ])
    const [first] = files.filter(({ parentPath }) => parentPath.endsWith('0001'))
    const content = readFileSync(join(first?.parentPath ?? '', first?.name ?? ''))
    const records: string[] = []
    for (let offset = 0; offset < content.length; ) {
      const length = Number(content.readBigUInt64LE(offset))
      records.push(content.toString('latin1', offset + 12, offset + 12 + length))
      offset += length + 16
    }
    expect(records).toEqual([
      expect.stringContaining('brain.Event:2'),
      expect.stringContaining('session_start_info'),
      expect.stringContaining('steps/value'),
      expect.stringMatching(/value[^]*session_end_info/),
    ])
  })

  it('writes over no folder, and leaves no part of one behind', async () => {
    const from = memoryStorage()
    await createStudy({ name: 'net', storage: from })
    const to = newPath()
    await exportTensorBoard({ from, to })
    await expect(exportTensorBoard({ from, to })).rejects.toMatchObject({ code: 'ERR_FILE_EXISTS' })
    await expect(exportTensorBoard({ from, to: join(to, 'none', 'below') })).rejects.toMatchObject({
      code: 'ERR_FILE_ACCESS',
    })
    await expect(exportTensorBoard({ from, to: newPath(), study: 'nett' })).rejects.toMatchObject({
      code: 'ERR_STUDY_NOT_FOUND',
    })
    expect(readdirSync(dirname(to))).toEqual(['runs'])
  })
})

describe('crc32c', () => {
  it.each([
    ['123456789', 0xe3069283],
    ['', 0],
  ])('of %j is the published value', (text, expected) => {
    expect(crc32c(Buffer.from(text))).toBe(expected)
  })
})

describe('the wire format', () => {
  it('has integers of any size', () => {
    expect([...integer(1, 300)]).toEqual([8, 0xac, 2])
    expect([...integer(1, Number.MAX_SAFE_INTEGER)]).toEqual([8, 255, 255, 255, 255, 255, 255, 255, 15])
    expect([...bytes(2, 'ü')]).toEqual([18, 2, 0xc3, 0xbc])
  })
})
