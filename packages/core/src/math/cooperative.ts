/** Long computations that share their thread: they stop every few milliseconds and let the event loop have its turn. */

/** A computation that stops between steps of a few milliseconds. Its result does not depend on what happens meanwhile. */
export type Cooperative<T> = Generator<undefined, T, undefined>

/** Called between steps: returns undefined to go on at once, or a promise to wait for. */
export type Yield = () => Promise<void> | undefined

/** Runs a computation to its end without stopping. */
export function runSync<T>(computation: Cooperative<T>): T {
  for (;;) {
    const { done, value } = computation.next()
    if (done) return value
  }
}

/** Runs a computation and calls `pause` between its steps. */
export async function runAsync<T>(computation: Cooperative<T>, pause: Yield): Promise<T> {
  for (;;) {
    const { done, value } = computation.next()
    if (done) return value
    const turn = pause()
    if (turn) await turn
  }
}
