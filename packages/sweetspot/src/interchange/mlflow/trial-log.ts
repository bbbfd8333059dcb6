import type { Measurement, StudySnapshot } from '@sweetspot/core'
import type { MlflowClient } from './client.ts'
import { createRun, knownRuns } from './experiment.ts'
import { logContent, logStatus } from './log-run.ts'
import { curveOf, type MlflowPair, runOfTrial, type StartedTrial } from './run-of-trial.ts'

/** The parts of a running trial that an MLflow server has, and those that it lacks. */
export class TrialLog {
  #trial: StartedTrial
  #snapshot: StudySnapshot
  /** Measurements that the server lacks. */
  #pending: Measurement[] = []
  #hasNews = true
  #run: string | undefined
  /** Whether the server may have a run of the trial: of an earlier attempt, or of a request without an answer. */
  #mayHaveRun: boolean
  readonly #sent = new Map<string, string>()

  constructor(trial: StartedTrial, snapshot: StudySnapshot) {
    this.#trial = trial
    this.#snapshot = snapshot
    this.#mayHaveRun = trial.attempt > 1
  }

  /** Takes the news of the trial in. */
  update(trial: StartedTrial, snapshot: StudySnapshot, measurement?: Measurement): void {
    this.#trial = trial
    this.#snapshot = snapshot
    if (measurement) this.#pending.push(measurement)
    this.#hasNews = true
  }

  get number(): number {
    return this.#trial.number
  }

  get hasEnded(): boolean {
    return 'finishedAt' in this.#trial
  }

  /** Sends what the server lacks. After a failure, the next call repeats what may have been lost. */
  async send(client: MlflowClient, experiment: string): Promise<void> {
    if (!this.#hasNews) return
    try {
      await this.#send(client, experiment)
    } catch (error) {
      this.#hasNews = true
      throw error
    }
  }

  async #send(client: MlflowClient, experiment: string): Promise<void> {
    this.#run ??= await this.#findRun(client, experiment)
    const [trial, pending] = [this.#trial, [...this.#pending]]
    this.#hasNews = false
    const { params, tags, results, status } = runOfTrial(trial)
    const content = {
      params: this.#unsent('params', params),
      tags: this.#unsent('tags', tags),
      metrics: [...curveOf(pending), ...results],
    }
    await logContent(client, this.#run, content)
    this.#pending.splice(0, pending.length)
    for (const { key, value } of content.params) this.#sent.set(`params ${key}`, value)
    for (const { key, value } of content.tags) this.#sent.set(`tags ${key}`, value)
    if (status !== 'RUNNING') await logStatus(client, this.#run, status, trial)
  }

  #unsent(kind: 'params' | 'tags', pairs: readonly MlflowPair[]): readonly MlflowPair[] {
    return pairs.filter(({ key, value }) => this.#sent.get(`${kind} ${key}`) !== value)
  }

  async #findRun(client: MlflowClient, experiment: string): Promise<string> {
    const trial = this.#trial
    const known = this.#mayHaveRun
      ? (await knownRuns(client, experiment, this.#snapshot, trial.number)).get(trial.number)
      : undefined
    this.#mayHaveRun = true
    if (known?.hasEnded && !this.hasEnded) await logStatus(client, known.id, 'RUNNING', trial)
    return known?.id ?? (await createRun(client, experiment, this.#snapshot, trial))
  }
}
