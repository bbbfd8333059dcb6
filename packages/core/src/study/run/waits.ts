import type { TrialSource } from '../attempts/trial-source.ts'

/** Milliseconds between checks of the limits while no trial can start. */
const LONGEST_PAUSE = 1_000

/** The waits of one call of `optimize` while no trial can start, and their notices. */
export class Waits {
  readonly #source: TrialSource
  readonly #ended: AbortSignal
  /** In milliseconds since 1970. */
  readonly #deadline: number
  readonly #said = new Set<string>()

  /** @param ended - Aborted when all lanes must stop. */
  constructor(source: TrialSource, ended: AbortSignal, timeout = Number.POSITIVE_INFINITY) {
    this.#source = source
    this.#ended = ended
    this.#deadline = source.clock.now() + timeout
  }

  /** Waits for trials of other processes, which run here if those processes die. */
  async forOthers(reached: string): Promise<void> {
    const { elsewhere } = this.#source
    const some = elsewhere === 1 ? '1 of them runs' : `${elsewhere} of them run`
    const takeOver = 'optimize waits for them, and takes over those of processes that die'
    await this.wait(`${reached}, but ${some} in other processes: ${takeOver}.`, reached)
  }

  /**
   * Waits for a change of the study, or until the limits are checked again.
   *
   * @param why - The notice to the user, sent once per `topic`.
   */
  async wait(why: string, topic = why): Promise<void> {
    if (!this.#said.has(topic)) this.#source.notice(why)
    this.#said.add(topic)
    const over = new AbortController()
    const cancel = this.#source.clock.after(this.#waitFor(), () => over.abort())
    await this.#source.changed(AbortSignal.any([over.signal, this.#ended]))
    cancel()
  }

  /** Maximum wait, in milliseconds. */
  #waitFor(): number {
    return Math.min(LONGEST_PAUSE, this.#deadline - this.#source.clock.now())
  }
}
