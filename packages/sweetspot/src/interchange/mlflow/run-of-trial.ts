import type { Json, Measurement, TrialRecord } from '@sweetspot/core'

/** A trial that has started. */
export type StartedTrial = Exclude<TrialRecord, { readonly state: 'waiting' }>

/** A param or a tag of MLflow. */
export interface MlflowPair {
  readonly key: string
  readonly value: string
}

/** A value of a metric of MLflow. */
export interface MlflowMetric {
  readonly key: string
  /** A text for numbers that JSON lacks. */
  readonly value: number | string
  readonly timestamp: number
  readonly step: number
}

/** The run of a trial in MLflow, without its curve. */
export interface MlflowRun {
  readonly params: readonly MlflowPair[]
  readonly tags: readonly MlflowPair[]
  /** The result of the trial. */
  readonly results: readonly MlflowMetric[]
  readonly status: 'RUNNING' | 'FINISHED' | 'FAILED' | 'KILLED'
}

/** Maximum lengths in MLflow. */
const LONGEST_KEY = 250
const LONGEST_PARAM = 6000
const LONGEST_TAG = 5000

const STATUSES = {
  running: 'RUNNING',
  paused: 'RUNNING',
  completed: 'FINISHED',
  pruned: 'KILLED',
  failed: 'FAILED',
} as const

/** Converts a trial to a run of MLflow. {@link curveOf} converts its measurements. */
export function runOfTrial(trial: StartedTrial): MlflowRun {
  const { params, attributes, measurements, state } = trial
  const told = ('values' in trial && trial.values) || {}
  const last = measurements.at(-1)
  const timestamp = 'finishedAt' in trial ? trial.finishedAt : trial.startedAt
  return {
    params: pairs(params, '', LONGEST_PARAM),
    tags: [
      ...pairs(attributes, 'attributes.', LONGEST_TAG),
      ...('reason' in trial && trial.reason !== undefined ? pairs({ reason: trial.reason }, '', LONGEST_TAG) : []),
      ...('error' in trial && trial.error !== undefined ? pairs({ error: trial.error }, '', LONGEST_TAG) : []),
    ],
    results: Object.entries(told).map(([name, value]) => metric(name, value, last?.step ?? 0, timestamp)),
    status: STATUSES[state],
  }
}

/** Converts measurements to metrics. */
export const curveOf = (measurements: readonly Measurement[]): readonly MlflowMetric[] =>
  measurements.flatMap(({ step, values, at }) =>
    Object.entries(values).map(([name, value]) => metric(`steps/${name}`, value, step, at)),
  )

const metric = (name: string, value: number, step: number, at: number): MlflowMetric => ({
  key: keyOf(name),
  value: Number.isFinite(value) ? value : String(value),
  timestamp: Math.round(at),
  step: Math.floor(step),
})

function pairs(values: { readonly [name: string]: Json }, prefix: string, longest: number): readonly MlflowPair[] {
  const found = new Map<string, string>()
  for (const [name, value] of Object.entries(values)) {
    let key = keyOf(`${prefix}${name}`)
    // Two names may have become one.
    while (found.has(key)) key = `${key}_`
    found.set(key, cut(typeof value === 'string' ? value : JSON.stringify(value), longest))
  }
  return [...found].map(([key, value]) => ({ key, value }))
}

/** A name that MLflow accepts: letters, digits, `_`, `-`, `.`, `:`, spaces, and `/` between parts that are no `..`. */
export function keyOf(name: string): string {
  const parts = name.replace(/[^\p{L}\p{N}_\-./: ]/gu, '_').split('/')
  return cut(parts.map((part) => (/^\.{0,2}$/.test(part) ? '_' : part)).join('/'), LONGEST_KEY)
}

/** The start of a text, without half a character at its end. */
const cut = (text: string, longest: number) => {
  const start = text.slice(0, longest)
  return start.isWellFormed() ? start : start.slice(0, -1)
}
