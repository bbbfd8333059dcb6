import type { Clock } from './clock.ts'

/** The system clock, timers and randomness. The engine uses them only here, and only as defaults of arguments. */
export const systemClock: Clock = Object.freeze({
  now: () => Date.now(),
  after(delay: number, callback: () => void, { background = false }: { readonly background?: boolean } = {}) {
    let timer: unknown
    const arm = (left: number) => {
      timer = left > MAX_DELAY ? setTimeout(() => arm(left - MAX_DELAY), MAX_DELAY) : setTimeout(callback, left)
      // In browsers timers are numbers, and do not keep a process alive.
      if (background && typeof timer === 'object' && timer !== null && 'unref' in timer) {
        ;(timer as { unref(): void }).unref()
      }
    }
    arm(delay)
    return () => clearTimeout(timer as number)
  },
  pause: nextTask,
})

/**
 * Resolves in the next turn of the event loop. In browsers `setTimeout` would wait at least 4 ms, and a second in
 * hidden tabs.
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { setImmediate } = globalThis as { setImmediate?: (callback: () => void) => unknown }
    if (setImmediate) {
      setImmediate(resolve)
      return
    }
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', () => {
      port1.close()
      resolve()
    })
    port1.start()
    port2.postMessage(undefined)
  })
}

/**
 * Maximum delay of a timer: above 24.8 days it overflows to 0 in every JavaScript engine, so longer delays are split.
 */
const MAX_DELAY = 2 ** 31 - 1

/** Returns a random seed of 32 bits. */
export function randomSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] as number
}

/** Returns a unique name of 128 random bits. Browsers have `randomUUID` only on https pages. */
export function uniqueName(): string {
  const words = crypto.getRandomValues(new Uint32Array(4))
  return Array.from(words, (word) => word.toString(16).padStart(8, '0')).join('')
}
