import { type Json, type Measurement, SweetspotError, type TrialRecord } from '@sweetspot/core'
import { z } from 'zod'

/** Maximum depth of a record. Attributes and params have at most 32 levels. */
const DEEPEST = 40

/** Maximum number of attempts of a trial: a journal has at least an event for each. */
const MOST_ATTEMPTS = 10_000

const finite = z.number()
const count = z.int().nonnegative()
/** Also NaN and infinite, unlike `z.number()`. */
const anyNumber = z.custom<number>((value) => typeof value === 'number', 'Expected a number')
const json = z.custom<Json>((value) => value !== undefined && isJson(value), 'Expected JSON')
const name = z
  .string()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}*$/u)
const params = z.record(name, json)
const values = z.record(name, anyNumber)
const measurements = z
  .array(z.strictObject({ step: finite.nonnegative(), values, at: finite }))
  .refine(isAscending, 'Expected steps in ascending order')
const requeueReason = z.enum(['lost', 'retry', 'aborted'])
const failureReason = z.enum([
  'error',
  'not-finite',
  'timeout',
  'lost',
  'cancelled',
  'crashed',
  'memory',
  'invalid-params',
])

const described = z.looseObject({ sampler: z.string(), phase: z.string() })
const suggestion = z.custom<NonNullable<TrialRecord['suggestion']>>(
  (given) => described.safeParse(given).success,
  'Expected texts as sampler and phase',
)

const entry = {
  number: count,
  params,
  given: params.exactOptional(),
  attempt: count.max(MOST_ATTEMPTS),
  requeues: z.partialRecord(requeueReason, count).exactOptional(),
  suggestion: suggestion.exactOptional(),
  excluded: z.literal(true).exactOptional(),
  attributes: params,
  measurements,
  earlierAttempts: z
    .array(
      z.strictObject({
        attempt: count,
        end: z.enum(['paused', ...requeueReason.options]),
        error: z.string().exactOptional(),
        measurements,
      }),
    )
    .exactOptional(),
  createdAt: finite,
}
const note = { reason: z.string().exactOptional(), memo: json.exactOptional(), values: values.exactOptional() }
const ended = { startedAt: finite, finishedAt: finite }

/** A trial record, as a file has it. */
const trialSchema = z.discriminatedUnion('state', [
  z.strictObject({ ...entry, state: z.literal('waiting'), requeued: requeueReason.exactOptional() }),
  z.strictObject({
    ...entry,
    state: z.literal('running'),
    startedAt: finite,
    owner: z.string().nullable(),
    isContinuing: z.literal(true).exactOptional(),
  }),
  z.strictObject({ ...entry, ...note, state: z.literal('paused'), startedAt: finite, pausedAt: finite }),
  z.strictObject({ ...entry, ...ended, state: z.literal('completed'), values, value: finite.exactOptional() }),
  z.strictObject({ ...entry, ...ended, ...note, state: z.literal('pruned') }),
  z.strictObject({
    ...entry,
    ...ended,
    state: z.literal('failed'),
    reason: failureReason,
    error: z.string().exactOptional(),
    values: values.exactOptional(),
  }),
])

/**
 * Checks a trial record of a file.
 *
 * @param metrics - The names of the metrics, of which a completed trial has a finite value each.
 * @throws ERR_INVALID_JSON
 */
export function checkedRecord(given: unknown, metrics: readonly string[]): TrialRecord {
  const wrong = forbidden(given, 0)
  if (wrong !== undefined) throw invalid(wrong)
  const { data, error } = trialSchema.safeParse(given)
  if (error) {
    const [issue] = error.issues
    throw invalid(`${issue?.path.join('.') || 'the trial'} is invalid: ${issue?.message}`)
  }
  if (data.state === 'completed') {
    const lacking = metrics.find(
      (metric) => !Object.hasOwn(data.values, metric) || !Number.isFinite(data.values[metric]),
    )
    if (lacking !== undefined) throw invalid(`the completed trial has no finite value of ${lacking}`)
  }
  return data
}

/** The reason why plain data is no record; undefined if it is one. */
function forbidden(value: unknown, depth: number): string | undefined {
  if (depth > DEEPEST) return 'it is nested too deeply'
  if (typeof value === 'string')
    return value.isWellFormed() ? undefined : 'it has a text that is not well-formed Unicode'
  if (typeof value !== 'object' || value === null) return undefined
  if (Object.hasOwn(value, '__proto__')) return 'it has the key "__proto__"'
  for (const [key, item] of Object.entries(value)) {
    const wrong = forbidden(key, depth) ?? forbidden(item, depth + 1)
    if (wrong !== undefined) return wrong
  }
  return undefined
}

function isJson(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value)
  return typeof value !== 'object' || value === null || Object.values(value).every(isJson)
}

function isAscending(list: readonly Measurement[]): boolean {
  return list.every(({ step }, index) => index === 0 || step > (list[index - 1]?.step ?? 0))
}

const invalid = (why: string) => new SweetspotError('ERR_INVALID_JSON', `Expected a trial record, but ${why}.`)
