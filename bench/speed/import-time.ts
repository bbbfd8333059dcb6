import { execFileSync } from 'node:child_process'
import { duration, summarize, type Timing } from './timing.ts'

const ROUNDS = 15

export interface ImportResult {
  readonly empty: Timing
  readonly core: Timing
  readonly sweetspot: Timing
}

/** Import times of packages in a new process, compared with a process without imports. */
export function benchImport(): ImportResult {
  return {
    empty: timeProcess('0'),
    core: timeProcess("import '@sweetspot/core'"),
    sweetspot: timeProcess("import 'sweetspot'"),
  }
}

function timeProcess(code: string): Timing {
  const run = () =>
    execFileSync(process.execPath, ['--input-type=module', '--eval', code], { cwd: import.meta.dirname })
  run()
  const durations = Array.from({ length: ROUNDS }, () => {
    const began = performance.now()
    run()
    return (performance.now() - began) * 1_000
  })
  return summarize(durations)
}

export function showImport({ empty, core, sweetspot }: ImportResult): string[] {
  const beyond = (timing: Timing) => duration(Math.max(0, timing.median - empty.median))
  return [
    `a Node process that imports nothing: ${duration(empty.median)}`,
    `import '@sweetspot/core': ${beyond(core)} more`,
    `import 'sweetspot': ${beyond(sweetspot)} more`,
  ]
}
