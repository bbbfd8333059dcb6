import type { Clock } from './clock.ts'

/**
 * The clock and the randomness of the machine: the one place in the engine where they enter, and only as defaults of
 * arguments.
 */
export const systemClock: Clock = Object.freeze({
  now: () => Date.now(),
  after(delay: number, callback: () => void, { background = false }: { readonly background?: boolean } = {}) {
    let timer: unknown
    const arm = (left: number) => {
      timer = left > MAX_DELAY ? setTimeout(() => arm(left - MAX_DELAY), MAX_DELAY) : setTimeout(callback, left)
      // Browsers' timers are numbers and keep nothing alive.
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
 * Resolves in the next turn of the event loop. `setTimeout` would wait for 4 ms in browsers, and for a second in tabs that
 * are not looked at.
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

/** Longer delays, above 24.8 days, overflow to none in every JavaScript engine; they are waited for in parts. */
const MAX_DELAY = 2 ** 31 - 1

/** A seed that differs each time: 32 random bits. */
export function randomSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] as number
}

/** A name that nobody else has: 128 random bits. Browsers have `randomUUID` on https pages only. */
export function uniqueName(): string {
  const words = crypto.getRandomValues(new Uint32Array(4))
  return Array.from(words, (word) => word.toString(16).padStart(8, '0')).join('')
}
