import type { Objective, Trial } from '@sweetspot/core'
import type { Misdeed } from '@sweetspot/core/testing'

/** Keeps a thread or process busy or waiting until it is ended. */
const never = () => new Promise<number>((resolve) => setTimeout(resolve, 600_000, 0))

/** Texts of 1 kB each, of which {@link FLOOD} are written to either output. */
const KILOBYTE = `${'flood '.repeat(170)}\n`
const FLOOD = 11_000

const MISDEEDS: { readonly [misdeed in Misdeed]: (trial: Trial) => number | Promise<number> } = {
  exits: ({ report }) => {
    report(0.5)
    process.exit(3)
  },
  'throws in a timer': () => {
    setTimeout(() => {
      throw new Error('late')
    })
    return never()
  },
  'leaves a rejection': () => {
    void Promise.reject(new Error('unhandled'))
    return never()
  },
  loops: ({ report }) => {
    report(0.5)
    for (;;);
  },
  'fills its memory': () => {
    const filled: unknown[] = []
    for (;;) filled.push({ size: filled.length, text: `item ${filled.length}`, list: [filled.length] })
  },
  'floods its output': () => {
    for (let written = 0; written < FLOOD; written += 1) {
      process.stdout.write(KILOBYTE)
      process.stderr.write(KILOBYTE)
    }
    return 1
  },
  'kills its process': () => {
    process.kill(process.pid, 'SIGSEGV')
    return never()
  },
  'sets a global': async ({ number }) => {
    const scope = globalThis as { marker?: number }
    scope.marker = number
    await new Promise((resolve) => setTimeout(resolve, 100))
    return scope.marker === number ? 1 : 0
  },
}

const programOf =
  (misdeed: Misdeed): Objective =>
  (trial) => {
    const x = trial.params.x as number
    return x < 0 || misdeed === 'sets a global' ? MISDEEDS[misdeed](trial) : x ** 2
  }

/** The objectives of `isolationCases` on Node, by name, for an executor that can import them where it runs them. */
export const isolationPrograms: { readonly [name: string]: Objective } = Object.fromEntries(
  Object.keys(MISDEEDS).map((misdeed) => [misdeed, programOf(misdeed as Misdeed)]),
)
