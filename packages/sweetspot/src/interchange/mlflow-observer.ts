import { type Measurement, optionsReader, type StudyObserver, type StudySnapshot } from '@sweetspot/core'
import { MlflowClient } from './mlflow/client.ts'
import { checkExperiment } from './mlflow/experiment.ts'
import { LiveLog } from './mlflow/live-log.ts'
import type { StartedTrial } from './mlflow/run-of-trial.ts'
import { type MlflowServerOptions, mlflowServer } from './mlflow/server-options.ts'

/** Options of {@link mlflowObserver}. */
export interface MlflowObserverOptions extends MlflowServerOptions {
  /** The name of the experiment; created if it does not exist. Default: the name of the study. */
  readonly experiment?: string
}

/** An observer that logs trials to an MLflow server. */
export interface MlflowObserver extends StudyObserver {
  /** Resolves when everything was sent, or the server has failed. Never rejects. The observer may be used afterwards. */
  close(): Promise<void>
}

/**
 * Logs the trials of this process to an MLflow server while they run: a run for each trial, with its params, its curve,
 * its attributes as tags, its result and its status.
 *
 * Trials do not wait for the server. What has changed meanwhile is sent together. The first failure of the server is a
 * notice; the study continues, and what is missing is sent after later changes, by {@link MlflowObserver.close}, or by
 * `exportMlflow`. Secrets are never part of a message.
 *
 * @throws ERR_INVALID_ARGUMENT
 *
 * @example
 * ```ts
 * const mlflow = mlflowObserver({ uri: 'http://localhost:5000' })
 * const study = await createStudy({ name: 'net', space: search, observers: [mlflow] })
 * await study.optimize(objective, { trials: 50 })
 * await mlflow.close()
 * ```
 */
export function mlflowObserver(options: MlflowObserverOptions = {}): MlflowObserver {
  const { experiment, ...server } = readOptions(options)
  checkExperiment(experiment)
  const log = new LiveLog(new MlflowClient(mlflowServer(server, process.env)), experiment)
  const changed = (trial: StartedTrial, snapshot: StudySnapshot) => log.changed(trial, snapshot)
  return Object.freeze({
    trialStarted: changed,
    trialReported: (trial: StartedTrial, measurement: Measurement, snapshot: StudySnapshot) =>
      log.changed(trial, snapshot, measurement),
    trialFinished: changed,
    trialPaused: changed,
    close: () => log.close(),
  })
}

const readOptions = optionsReader<MlflowObserverOptions>('mlflowObserver', {
  experiment: ['experiment_name', 'experimentName'],
  uri: ['url', 'tracking_uri', 'trackingUri'],
  token: [],
  timeout: [],
  retries: [],
})
