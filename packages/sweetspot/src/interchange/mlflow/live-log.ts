import { causeText, type Measurement, type StudySnapshot, SweetspotError } from '@sweetspot/core'
import type { MlflowClient } from './client.ts'
import { experimentId } from './experiment.ts'
import type { StartedTrial } from './run-of-trial.ts'
import { TrialLog } from './trial-log.ts'

/** The state of the log of a study. */
interface StudyLog {
  readonly experimentName: string
  /** Undefined until the server has told it. */
  experimentId: string | undefined
  readonly trials: Map<number, TrialLog>
}

/** Sends the changes of trials to an MLflow server, one trial at a time, in rounds. */
export class LiveLog {
  readonly #client: MlflowClient
  readonly #experiment: string | undefined
  readonly #studies = new Map<string, StudyLog>()
  /** Trials of which the server lacks something, in the order of their changes. */
  readonly #changed = new Map<TrialLog, StudyLog>()
  /** The round that sends changes now. */
  #round: Promise<void> | undefined
  #hasFailed = false

  /** @param experiment - The name of the experiment; undefined for that of the study. */
  constructor(client: MlflowClient, experiment: string | undefined) {
    this.#client = client
    this.#experiment = experiment
  }

  /**
   * Takes the news of a trial in, and sends them soon.
   *
   * @returns Rejects at the first failure of the server, and resolves at later ones; undefined if a round takes the news
   *   along.
   */
  changed(trial: StartedTrial, snapshot: StudySnapshot, measurement?: Measurement): Promise<void> | undefined {
    const study = this.#studyOf(snapshot)
    const log = study.trials.get(trial.number) ?? new TrialLog(trial, snapshot)
    study.trials.set(trial.number, log)
    log.update(trial, snapshot, measurement)
    this.#changed.set(log, study)
    return this.#round ? undefined : this.#start()
  }

  /** Resolves when nothing is left to send, or the server has failed. Never rejects. */
  async close(): Promise<void> {
    await this.#round?.catch(() => {})
    if (this.#changed.size > 0) await this.#start().catch(() => {})
  }

  #start(): Promise<void> {
    const round = this.#send().finally(() => {
      this.#round = undefined
    })
    this.#round = round
    return round
  }

  async #send(): Promise<void> {
    const failed = new Map<TrialLog, StudyLog>()
    let failure: unknown
    // Changes during the round are added to the end of the map, and thereby to this round.
    for (const [log, study] of this.#changed) {
      this.#changed.delete(log)
      try {
        study.experimentId ??= await experimentId(this.#client, study.experimentName)
        await log.send(this.#client, study.experimentId)
        if (log.hasEnded && !this.#changed.has(log)) study.trials.delete(log.number)
      } catch (error) {
        failure ??= error
        failed.set(log, study)
        // After a refusal, others may be accepted.
        if (!this.#client.isAnswering) break
      }
    }
    for (const [log, study] of failed) this.#changed.set(log, study)
    if (failure === undefined || this.#hasFailed) return
    this.#hasFailed = true
    throw explained(failure)
  }

  #studyOf({ name, createdAt, seed }: StudySnapshot): StudyLog {
    const key = JSON.stringify([name, createdAt, seed])
    const known = this.#studies.get(key)
    if (known) return known
    const study: StudyLog = { experimentName: this.#experiment ?? name, experimentId: undefined, trials: new Map() }
    this.#studies.set(key, study)
    return study
  }
}

function explained(failure: unknown): unknown {
  if (!(failure instanceof SweetspotError)) return failure
  const text = `${causeText(failure)}. Later changes of trials send what is missing, and exportMlflow does, too.`
  return new SweetspotError(failure.code, text, { cause: failure, advice: failure.advice })
}
