/**
 * Asks and tells in a process of its own, and prints the figures as JSON. Needs `--expose-gc`.
 *
 * Argument: a `LoopCase` as JSON.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { sqliteStorage } from 'sweetspot'
import { createStudy, float, keyFromSeed, type Params, randomStream, space } from 'sweetspot/extend'
import type { LoopCase, LoopFigures, Memory } from './results.ts'

/** Asks between two measurements of memory. */
const EVERY = 250
/** Milliseconds between samples of the event loop's delay. */
const RESOLUTION = 5

const { finished, dimensions, asks } = JSON.parse(process.argv[2] ?? '{}') as LoopCase
const folder = mkdtempSync(join(tmpdir(), 'sweetspot-loop-'))
const names = Array.from({ length: dimensions }, (_, index) => `x${index}`)
const study = await createStudy({
  space: space(Object.fromEntries(names.map((name) => [name, float(0, 1)]))),
  storage: sqliteStorage(join(folder, 'study.db')),
  name: 'loop',
  direction: 'minimize',
  seed: 1,
})
const loss = (params: Params) => names.reduce((sum, name) => sum + ((params[name] as number) - 0.3) ** 2, 0)
const stream = randomStream(keyFromSeed(1))
for (let trial = 0; trial < finished; trial += 1) {
  const params = Object.fromEntries(names.map((name) => [name, stream.uniform()]))
  await study.add(params, { value: loss(params) })
}

let longestTurn = 0
let isRunning = true
let cpu = process.threadCpuUsage()
const turn = () => {
  const { user, system } = process.threadCpuUsage(cpu)
  longestTurn = Math.max(longestTurn, (user + system) / 1_000)
  cpu = process.threadCpuUsage()
  if (isRunning) setImmediate(turn)
}
const delays = monitorEventLoopDelay({ resolution: RESOLUTION })
const memory: Memory[] = []
delays.enable()
setImmediate(turn)
for (let round = 1; round <= asks; round += 1) {
  const trial = await study.ask()
  await study.tell(trial, loss(trial.params))
  if (round % EVERY === 0) measureMemory(round)
}
isRunning = false
delays.disable()
await study.close()
rmSync(folder, { recursive: true })
const milliseconds = (nanoseconds: number) => nanoseconds / 1e6 - RESOLUTION
const figures: LoopFigures = {
  longestTurn,
  delays: { p99: milliseconds(delays.percentile(99)), max: milliseconds(delays.max) },
  memory,
}
console.log(JSON.stringify(figures))

function measureMemory(done: number): void {
  // Collecting all garbage is not a turn of the study.
  delays.disable()
  globalThis.gc?.()
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage()
  const megabytes = (bytes: number) => bytes / 2 ** 20
  memory.push({ asks: done, heap: megabytes(heapUsed), arrays: megabytes(arrayBuffers), resident: megabytes(rss) })
  cpu = process.threadCpuUsage()
  delays.enable()
}
