/** Long computations that share their thread: they yield to the event loop every few milliseconds. */

/** A computation that yields between steps of a few milliseconds. Its result does not depend on when it is resumed. */
export type Cooperative<T> = Generator<undefined, T, undefined>

/** Called between steps: returns undefined to continue at once, or a promise to await. */
export type Yield = () => Promise<void> | undefined

/** Runs a computation synchronously to its end. */
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
