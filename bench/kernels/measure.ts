import { type KernelWork, kernelWork } from 'sweetspot/testing'

/** The best time of one piece of work. */
export interface Measurement {
  readonly compute: string
  readonly name: KernelWork['name']
  readonly n: number
  readonly milliseconds: number
  /** 10⁹ floating-point operations, or points, per second. */
  readonly rate: number
  readonly unit: KernelWork['unit']
}

const MILLISECONDS_EACH = 500
/** Duration of a batch: many times the resolution of processor time. */
const MILLISECONDS_AT_ONCE = 100

/** Measures all work for n values in d dimensions. */
export function measure(n: number, d: number): Measurement[] {
  return kernelWork(n, d).map((work) => measurementOf(work, n, bestOf(work)))
}

/** The rate of some work: its amount over its time. */
export function measurementOf(
  { compute, name, amount, unit }: Omit<KernelWork, 'run' | 'compute'> & { readonly compute: string },
  n: number,
  milliseconds: number,
): Measurement {
  const perSecond = amount / (milliseconds / 1_000)
  return { compute, name, n, milliseconds, rate: unit === 'flop' ? perSecond / 1e9 : perSecond, unit }
}

/**
 * The least time of a run in milliseconds: the processor time of this thread, which equals wall-clock time on an idle
 * machine, and is still meaningful on a busy one.
 */
function bestOf({ run }: KernelWork): number {
  const timeOf = (runs: number) => {
    const before = process.threadCpuUsage()
    for (let i = 0; i < runs; i++) run()
    const { user, system } = process.threadCpuUsage(before)
    return (user + system) / 1_000
  }
  let runs = 1
  while (timeOf(runs) < MILLISECONDS_AT_ONCE) runs *= 2
  let best = Number.POSITIVE_INFINITY
  for (let spent = 0; spent < MILLISECONDS_EACH; ) {
    const time = timeOf(runs)
    spent += time
    best = Math.min(best, time / runs)
  }
  return best
}
