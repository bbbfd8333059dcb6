import { countOf, type StoppingRule } from '@sweetspot/core'
import { SIGNAL_EXIT } from '../exit-codes.ts'
import type { StopSignal } from '../session.ts'

/** The effects of an interruption on a run. */
export interface Interrupted {
  /** The number of trials that run in this process. */
  running(): number
  /** Kills the commands at once. */
  kill(): void
  say(text: string): void
}

/**
 * Ends a run by signals. The first SIGINT lets the running trials finish, the second one stops them, and the third one
 * kills them. SIGTERM is as urgent as the second SIGINT, and kills when it is repeated.
 */
export class Interruption {
  readonly #run: Interrupted
  readonly #aborting = new AbortController()
  #urgency = 0
  #signal: StopSignal | undefined

  constructor(run: Interrupted) {
    this.#run = run
  }

  /** Aborted when the running trials are to stop. */
  get signal(): AbortSignal {
    return this.#aborting.signal
  }

  /** The exit code, if a signal ends the run. */
  get exitCode(): number | undefined {
    return this.#signal && SIGNAL_EXIT[this.#signal]
  }

  /** Whether the trials are stopped or killed, so that there is no time to lose. */
  get isUrgent(): boolean {
    return this.#urgency >= 2
  }

  readonly rule: StoppingRule = { name: 'interrupted', isMet: () => this.#urgency > 0 }

  /** Stops the running trials without a signal, because the run itself found a reason. */
  stop(reason: unknown): void {
    this.#aborting.abort(reason)
  }

  readonly take = (signal: StopSignal): void => {
    this.#signal ??= signal
    if (signal === 'SIGTERM') this.#signal = signal
    const running = this.#run.running()
    const isLeast = signal === 'SIGTERM' || running === 0
    this.#urgency = Math.max(this.#urgency + 1, isLeast ? 2 : 1)
    const trials = countOf(running, 'running trial')
    if (this.#urgency === 1) {
      this.#run.say(`finishing ${trials} (again: stop ${running === 1 ? 'it' : 'them'} now)`)
      return
    }
    if (this.#urgency === 2) {
      if (running > 0) this.#run.say(`stopping ${trials}, which will run again next time (again: kill)`)
      this.#aborting.abort(signal)
      return
    }
    if (this.#urgency === 3) this.#run.say(`killing ${trials}`)
    this.#aborting.abort(signal)
    this.#run.kill()
  }
}
