import type { MlflowClient } from './client.ts'
import type { MlflowMetric, MlflowPair, MlflowRun, StartedTrial } from './run-of-trial.ts'

/** The content of a run that is logged. */
export interface RunContent {
  readonly params: readonly MlflowPair[]
  readonly tags: readonly MlflowPair[]
  readonly metrics: readonly MlflowMetric[]
}

/** The most that one request may have: 1000 entries, of which 100 params and 100 tags. */
const MOST_PAIRS = 100
const MOST_METRICS = 800

/** Maximum length of the params or tags of one request, which has at most a megabyte. */
const MOST_TEXT = 100_000

/** Logs params, tags and metrics of a run, in as few requests as possible. What was logged before does no harm. */
export async function logContent(client: MlflowClient, run_id: string, content: RunContent): Promise<void> {
  const [params, tags, metrics] = [[...parts(content.params)], [...parts(content.tags)], content.metrics]
  const count = Math.max(params.length, tags.length, Math.ceil(metrics.length / MOST_METRICS))
  for (let index = 0; index < count; index += 1) {
    await client.post('runs/log-batch', {
      run_id,
      params: params[index] ?? [],
      tags: tags[index] ?? [],
      metrics: metrics.slice(index * MOST_METRICS, (index + 1) * MOST_METRICS),
    })
  }
}

/** Sets the status of a run, and the end of one that has ended. */
export async function logStatus(
  client: MlflowClient,
  run_id: string,
  status: MlflowRun['status'],
  trial: StartedTrial,
): Promise<void> {
  const end = 'finishedAt' in trial ? { end_time: Math.round(trial.finishedAt) } : {}
  await client.post('runs/update', { run_id, status, ...end })
}

function* parts(list: readonly MlflowPair[]): Generator<readonly MlflowPair[]> {
  let part: MlflowPair[] = []
  let length = 0
  for (const item of list) {
    if (part.length >= MOST_PAIRS || (part.length > 0 && length + item.value.length > MOST_TEXT)) {
      yield part
      part = []
      length = 0
    }
    part.push(item)
    length += item.value.length
  }
  if (part.length > 0) yield part
}
