import type { TrialSource } from './trial-source.ts'

/** How often limits are looked at while nothing can be started, in milliseconds. */
const LONGEST_PAUSE = 1_000

/** What one call of `optimize` waits for while it can start nothing, and what it says about it. */
export class Waits {
  readonly #source: TrialSource
  readonly #ended: AbortSignal
  /** In milliseconds since 1970. */
  readonly #deadline: number
  readonly #said = new Set<string>()

  /** @param ended - Aborted when all lanes are to stop. */
  constructor(source: TrialSource, ended: AbortSignal, timeout = Number.POSITIVE_INFINITY) {
    this.#source = source
    this.#ended = ended
    this.#deadline = source.clock.now() + timeout
  }

  /** Trials that other processes run may be lost with them, and are then run here: nothing is done before they end. */
  async forOthers(reached: string): Promise<void> {
    const { elsewhere } = this.#source
    const some = elsewhere === 1 ? '1 of them runs' : `${elsewhere} of them run`
    const takeOver = 'optimize waits for their end, and takes over those whose process dies'
    await this.wait(`${reached}, but ${some} in other processes: ${takeOver}.`, reached)
  }

  /**
   * Waits for a change of the study, or for a while: rules may be met meanwhile.
   *
   * @param why - Said to the person who waits, once for each `topic`.
   */
  async wait(why: string, topic = why): Promise<void> {
    if (!this.#said.has(topic)) this.#source.notice(why)
    this.#said.add(topic)
    const over = new AbortController()
    const cancel = this.#source.clock.after(this.#waitFor(), () => over.abort())
    await this.#source.changed(AbortSignal.any([over.signal, this.#ended]))
    cancel()
  }

  /** How long to wait at most, in milliseconds. */
  #waitFor(): number {
    return Math.min(LONGEST_PAUSE, this.#deadline - this.#source.clock.now())
  }
}
