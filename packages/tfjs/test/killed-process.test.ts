import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

interface Line {
  readonly number?: number
  readonly params?: { readonly rate: number }
  readonly step?: number
  readonly state?: string
  readonly best?: number
  readonly predicted?: readonly number[]
}

let directory = ''
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sweetspot-tfjs-'))
})
afterEach(async () => {
  await rm(directory, { recursive: true })
})

/** Runs `processes/search.ts`, which imports the built package, and kills it at a line of its output. */
async function search(epochs: number, killAt?: (line: Line) => boolean): Promise<Line[]> {
  if (!existsSync(join(import.meta.dirname, '../dist/index.js'))) {
    throw new Error('The packages are not built: run `npm run build` first.')
  }
  const script = join(import.meta.dirname, 'processes/search.ts')
  const child = spawn(process.execPath, [script, directory, String(epochs)], { stdio: ['ignore', 'pipe', 'pipe'] })
  const lines: Line[] = []
  let [rest, errors] = ['', '']
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n')
    rest = parts.pop() ?? ''
    lines.push(...parts.map((part) => JSON.parse(part) as Line))
    if (killAt && lines.some(killAt)) child.kill('SIGKILL')
  })
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  expect(code, errors).toBe(killAt ? null : 0)
  return lines
}

test('search continues after its process is killed, twice', async () => {
  const killed = await search(10_000, ({ number, step }) => number === 0 && (step ?? 0) > 2)
  const first = killed[0]?.params?.rate
  expect(killed.every(({ state }) => state === undefined)).toBe(true)

  const continued = await search(2)
  const finished = continued.filter(({ state }) => state !== undefined)
  expect(finished.map(({ number, state }) => [number, state])).toEqual([0, 1, 2].map((number) => [number, 'completed']))
  expect(finished[0]?.params?.rate, 'the same hyperparameters').toBe(first)

  const again = await search(2)
  expect(again, 'nothing is left to train, and the best model is the same').toEqual(continued.slice(-1))
})
