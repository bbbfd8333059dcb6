/**
 * Long computations in steps of some milliseconds at most, between which whoever runs them may let others have their turn.
 */

/** A computation that stops between its steps; its result does not depend on what happens meanwhile. */
export type Steps<T> = Generator<undefined, T, undefined>

/** Called between steps: undefined to go on at once, or a promise to wait for. */
export type Pause = () => Promise<void> | undefined

/** Runs all steps without a stop. */
export function runAtOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

/** Runs the steps with pauses between them. */
export async function runInTurns<T>(steps: Steps<T>, pause: Pause): Promise<T> {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
    const turn = pause()
    if (turn) await turn
  }
}
