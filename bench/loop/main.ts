/**
 * Measures how long suggestions of the Gaussian process hold the event loop, and the memory of long studies.
 *
 * `npm run bench:loop -- --help` lists the options; the README beside this file explains the figures.
 */
import { execFile, spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { parseArgs, promisify } from 'node:util'
import { thisMachine } from '../machine.ts'
import type { Delays, LoopCase, LoopFigures } from './results.ts'

const USAGE = `npm run bench:loop -- [options]

  --asks 5000           asks of the long study; default: 5000
  --dimensions 5        parameters of the long study; default: 5`

/** The target of the longest turn, in milliseconds. */
const MOST = 50

/** Large in one way each. */
const CASES: readonly LoopCase[] = [
  { finished: 50, dimensions: 40, asks: 20 },
  { finished: 1_000, dimensions: 40, asks: 20 },
  { finished: 5_000, dimensions: 10, asks: 20 },
  { finished: 20_000, dimensions: 10, asks: 20 },
]

/** Measures a study, and an idle process beside it. */
async function measure(each: LoopCase): Promise<{ readonly figures: LoopFigures; readonly idle: Delays }> {
  const idle = spawn(process.execPath, [join(import.meta.dirname, 'idle.ts')], { stdio: ['pipe', 'pipe', 'inherit'] })
  const idleText = text(idle.stdout)
  const program = join(import.meta.dirname, 'measure.ts')
  const run = promisify(execFile)
  const { stdout } = await run(process.execPath, ['--expose-gc', program, JSON.stringify(each)])
  idle.stdin.end()
  return { figures: JSON.parse(stdout) as LoopFigures, idle: JSON.parse(await idleText) as Delays }
}

async function bench(each: LoopCase): Promise<void> {
  const { figures, idle } = await measure(each)
  const { longestTurn, delays, memory } = figures
  const ms = (value: number) => `${value.toFixed(0)} ms`
  console.log(
    `\n${each.finished} finished trials, ${each.dimensions} parameters, ${each.asks} asks
longest turn: ${ms(longestTurn)} of processor time; target: at most ${ms(MOST)}
delay: p99 ${ms(delays.p99)}, at most ${ms(delays.max)}; idle process: p99 ${ms(idle.p99)}, at most ${ms(idle.max)}`,
  )
  const mb = (value: number) => `${value.toFixed(0)} MB`
  for (const { asks, heap, arrays, resident } of memory) {
    console.log(`${String(asks).padStart(6)} asks: heap ${mb(heap)}, arrays ${mb(arrays)}, resident ${mb(resident)}`)
  }
}

const { values } = parseArgs({
  options: {
    asks: { type: 'string', default: '5000' },
    dimensions: { type: 'string', default: '5' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) console.log(USAGE)
else {
  const machine = thisMachine()
  console.log(`Node ${machine.node}, ${machine.cores} × ${machine.processor}`)
  for (const each of CASES) await bench(each)
  await bench({ finished: 0, dimensions: Number(values.dimensions), asks: Number(values.asks) })
}
