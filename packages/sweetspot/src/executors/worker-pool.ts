import { closedError } from './closed-error.ts'
import type { TrialWorker } from './trial-worker.ts'

/** A worker of a pool. */
export interface PooledWorker {
  readonly worker: TrialWorker
  /** The number of trials that it was given. */
  trials: number
}

/** Limits of a {@link WorkerPool}. */
export interface PoolLimits {
  /** Maximum number of workers. */
  readonly size: number
  /** Number of trials after which a worker is replaced. */
  readonly trialsPerWorker: number
}

/** Workers that are started when they are needed, kept for later trials, and replaced after a number of trials. */
export class WorkerPool {
  readonly #start: () => TrialWorker
  readonly #limits: PoolLimits
  readonly #all = new Set<PooledWorker>()
  readonly #idle: PooledWorker[] = []
  /** Workers that get no more trials, until they have ended. */
  readonly #retired = new Set<TrialWorker>()
  /** Trials that wait for a worker, in order. */
  readonly #waiting: (() => void)[] = []
  #isClosed = false

  constructor(start: () => TrialWorker, limits: PoolLimits) {
    this.#start = start
    this.#limits = limits
  }

  /**
   * Takes a worker for one trial, once one is free.
   *
   * @returns Undefined if the signal is aborted first.
   * @throws ERR_EXECUTOR_CLOSED
   */
  async take(signal: AbortSignal): Promise<PooledWorker | undefined> {
    for (;;) {
      if (this.#isClosed) throw closedError()
      if (signal.aborted) return undefined
      const taken = this.#idle.pop() ?? (this.#all.size < this.#limits.size ? this.#add() : undefined)
      if (taken) {
        taken.trials += 1
        return taken
      }
      await this.#change(signal)
    }
  }

  /** Returns a worker after its trial. One that is not reusable, or has had its trials, ends. */
  give(pooled: PooledWorker, isReusable: boolean): void {
    if (this.#isClosed || !this.#all.has(pooled)) return
    if (isReusable && pooled.trials < this.#limits.trialsPerWorker) {
      pooled.worker.hold(false)
      this.#idle.push(pooled)
    } else {
      // Its successor need not wait for its exit handlers.
      this.#forget(pooled)
      this.#retire(pooled.worker)
      if (isReusable) pooled.worker.close()
      else pooled.worker.kill()
    }
    this.#waiting.shift()?.()
  }

  /** Ends all workers. Resolves when they have ended. */
  async close(): Promise<void> {
    this.#isClosed = true
    for (const wake of this.#waiting.splice(0)) wake()
    const idle = new Set(this.#idle.splice(0))
    const ended = [...this.#all].map((pooled) => {
      const { worker } = pooled
      worker.hold(true)
      if (idle.has(pooled)) worker.close()
      else worker.stop(closedError())
      return worker.ended
    })
    await Promise.all([...ended, ...[...this.#retired].map((worker) => worker.ended)])
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  #add(): PooledWorker {
    const pooled: PooledWorker = { worker: this.#start(), trials: 0 }
    this.#all.add(pooled)
    void this.#forgetAtEnd(pooled)
    return pooled
  }

  async #forgetAtEnd(pooled: PooledWorker): Promise<void> {
    await pooled.worker.ended
    this.#forget(pooled)
    this.#waiting.shift()?.()
  }

  #retire(worker: TrialWorker): void {
    this.#retired.add(worker)
    void worker.ended.then(() => this.#retired.delete(worker))
  }

  #forget(pooled: PooledWorker): void {
    this.#all.delete(pooled)
    const index = this.#idle.indexOf(pooled)
    if (index >= 0) this.#idle.splice(index, 1)
  }

  /** Waits until a worker may be free. */
  async #change(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#waiting.push(resolve)
    signal.addEventListener('abort', () => resolve(), { once: true })
    await promise
    const index = this.#waiting.indexOf(resolve)
    if (index >= 0) this.#waiting.splice(index, 1)
  }
}
