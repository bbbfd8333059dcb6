import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { duration, type Timing } from './timing.ts'

export interface OptunaResult {
  readonly version: string
  readonly memory: Timing
  readonly sqlite: Timing
}

/** Optuna's ask and tell with the same ten parameters, in the given Python. */
export function benchOptuna(python: string): OptunaResult {
  const script = fileURLToPath(new URL('../peers/optuna_ask_tell.py', import.meta.url))
  return JSON.parse(execFileSync(python, [script], { encoding: 'utf8' })) as OptunaResult
}

export function showOptuna(
  { version, memory, sqlite }: OptunaResult,
  ours: { memory: Timing; sqlite: Timing },
): string[] {
  const row = (name: string, theirs: Timing, own: Timing) =>
    `${name}: Optuna ${duration(theirs.median)}, ours ${duration(own.median)}, ratio ${(theirs.median / own.median).toFixed(1)}`
  return [
    `Optuna ${version}, the same in this run`,
    row('in memory', memory, ours.memory),
    row('SQLite file', sqlite, ours.sqlite),
  ]
}
