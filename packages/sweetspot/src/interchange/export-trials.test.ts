import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import {
  boolean,
  choice,
  createStudy,
  float,
  int,
  type JournalStorage,
  memoryStorage,
  ordinal,
  randomSampler,
  readStudy,
  type StudyEvent,
  space,
  spaceToJson,
  type TrialRecord,
} from '@sweetspot/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exportTrials } from './export-trials.ts'
import { importTrials } from './import-trials.ts'
import type { TrialFormat } from './trials/trial-format.ts'

const newFile = (name: string) => join(mkdtempSync(join(tmpdir(), 'sweetspot-trials-')), name)

const FORMATS: readonly TrialFormat[] = ['csv', 'json', 'jsonl', 'parquet']

const search = space({
  rate: float(1e-5, 0.1, { log: true }),
  layers: int(1, 8),
  kind: choice(['a', 1, '1', true, null, [1, 'x'], '=cmd', 'say "no",\r\nand\nstop', 'ü 💥', '', 'null']),
  size: ordinal(['small', 'large']),
  flag: boolean(),
  branch: choice({ on: { depth: int(1, 3) }, off: {} }),
})

/** A study with trials in every state. */
async function made(storage: JournalStorage, trials = 30): Promise<void> {
  const study = await createStudy({
    name: 'made',
    storage,
    seed: 1,
    directions: { loss: 'minimize', 'time used': 'maximize' },
    constraints: { memory: { atMost: 8 } },
    sampler: randomSampler(),
    space: search,
    observers: [{ notice: () => {} }],
  })
  await study.annotate({ by: 'test', nested: { list: [1, null] } })
  await study.optimize(
    (trial) => {
      const { number, params } = trial
      trial.report({ loss: number }, 0)
      trial.report({ loss: number / 2, 'time used': Number.NaN }, 1.5)
      trial.annotate('note', number % 2 === 0 ? `=${number}` : { deep: [number] })
      if (number % 7 === 3) throw new Error('boom, "quoted"\nline')
      return { loss: number % 11 === 5 ? Number.NaN : params.rate, 'time used': -0, memory: number }
    },
    { trials, catch: true },
  )
  await study.tell(await study.ask({ detached: true }), { state: 'pruned', values: { loss: 3 } })
  await study.enqueue({ layers: 4 })
  await study.exclude(2)
  await study.close()
}

const records = async (storage: JournalStorage, name: string) => [...(await readStudy(storage, name)).trials]

/** The parts of a trial that a flat table keeps. */
const flat = (trial: TrialRecord) => ({
  params: trial.params,
  state: trial.state,
  attributes: trial.attributes,
  values: 'values' in trial && trial.state !== 'pruned' ? trial.values : undefined,
  startedAt: 'startedAt' in trial && trial.state !== 'running' ? trial.startedAt : undefined,
  error: 'error' in trial ? trial.error : undefined,
})

const isList = (value: unknown) => Array.isArray(value)

describe.each(FORMATS)('exportTrials as %s', (format) => {
  it('keeps what importTrials reads with a space', async () => {
    const [first, second] = [memoryStorage(), memoryStorage()]
    await made(first)
    const to = newFile(`out.${format}`)
    const exported = await exportTrials({ from: first, to, escapeFormulas: true })
    expect(exported).toMatchObject({ name: 'made', trialCount: 32 })
    const isTable = format === 'csv'
    const imported = await importTrials({
      from: to,
      to: second,
      escapeFormulas: true,
      ...(isTable && {
        study: 'made',
        space: search,
        directions: { loss: 'minimize', 'time used': 'maximize' },
        constraints: { memory: { atMost: 8 } },
      }),
    })
    expect(imported).toMatchObject({ name: 'made', trialCount: 32 })
    const [before, after] = [await records(first, 'made'), await records(second, 'made')]
    if (format.startsWith('json')) expect(after).toEqual(before)
    // CSV has no sign of zero, and of the choices 1 and '1', null and 'null' it keeps the texts.
    const kept = (value: unknown) =>
      JSON.parse(JSON.stringify(value), (key, item) =>
        key === 'kind' && isTable && !isList(item) ? String(item) : item,
      )
    expect(after.map(flat).map(kept)).toEqual(before.map(flat).map(kept))
  })

  it('writes no file over another one, and leaves no part of a file behind', async () => {
    const storage = memoryStorage()
    await createStudy({ name: 'one', storage, space: search })
    const to = newFile(`out.${format}`)
    await exportTrials({ from: storage, to })
    await expect(exportTrials({ from: storage, to })).rejects.toMatchObject({ code: 'ERR_FILE_EXISTS' })
    await expect(exportTrials({ from: storage, to: join(to, 'x'), format })).rejects.toMatchObject({
      code: 'ERR_FILE_ACCESS',
    })
    expect(readdirSync(dirname(to))).toEqual([`out.${format}`])
    await importTrials({ from: to, to: memoryStorage(), study: 'one', directions: { value: 'minimize' } })
  })
})

/** What may happen to trials. */
const operation = fc.record({
  kind: fc.constantFrom(
    'enqueue',
    'add',
    'start',
    'report',
    'pause',
    'requeue',
    'finish',
    'correct',
    'cancel',
    'note',
    'exclude',
    'delete',
  ),
  /** Chooses among the trials to which it may happen. */
  which: fc.nat(3),
  step: fc.nat(4),
  value: fc.oneof(fc.double(), fc.constantFrom(-0, Number.NaN)),
  text: fc.string({ unit: 'grapheme' }),
})

/** A journal in which everything happens that can, in any order. */
function journalOf(operations: readonly (typeof operation extends fc.Arbitrary<infer T> ? T : never)[]): StudyEvent[] {
  const events: StudyEvent[] = []
  const trials: { state: 'waiting' | 'running' | 'paused' | 'done'; attempt: number; last: number }[] = []
  let at = 1e12
  const params = (x: number) => ({ x, [`__x${x}`]: { deep: [x, null] } })
  for (const { kind, which, step, value, text } of operations) {
    at += 10
    const number = trials.length
    const measurements = [0, 1].slice(0, step).map((each) => ({ step: each, values: { loss: value }, at }))
    if (kind === 'enqueue') {
      trials.push({ state: 'waiting', attempt: 0, last: -1 })
      const outcome = { state: 'waiting' } as const
      const given = step % 2 === 0 ? params(which) : {}
      events.push({ type: 'trial-added', number, params: given, outcome, measurements, attributes: { text }, at })
      continue
    }
    if (kind === 'add') {
      trials.push({ state: 'running', attempt: 1, last: measurements.length - 1 })
      const suggestion = { sampler: text, phase: 'model', memo: { step } }
      const outcome = { state: 'running' } as const
      events.push({ type: 'trial-added', number, params: params(which), outcome, measurements, suggestion, at })
      continue
    }
    const wanted = {
      start: ['waiting', 'paused'],
      report: ['running'],
      pause: ['running'],
      requeue: ['running'],
      finish: ['running'],
    }
    const states: readonly string[] = Object.hasOwn(wanted, kind)
      ? wanted[kind as 'start']
      : ['waiting', 'running', 'paused', 'done']
    const fitting = [...trials.entries()].filter(([, each]) => states.includes(each.state) && each.attempt >= 0)
    const [chosen, trial] = fitting[which % Math.max(1, fitting.length)] ?? []
    if (chosen === undefined || !trial) continue
    const { attempt } = trial
    const id = { number: chosen, attempt }
    if (kind === 'start') {
      trial.state = 'running'
      trial.attempt += 1
      events.push({ type: 'trial-started', ...id, attempt: trial.attempt, params: params(step), owner: null, at })
    } else if (kind === 'report') events.push({ type: 'trial-reported', ...id, step, values: { loss: value }, at })
    else if (kind === 'pause') {
      trial.state = 'paused'
      events.push({ type: 'trial-paused', ...id, reason: text, values: { loss: value }, at })
    } else if (kind === 'requeue') {
      trial.state = 'waiting'
      const reason = (['lost', 'retry', 'aborted'] as const)[step % 3] ?? 'lost'
      events.push({ type: 'trial-requeued', ...id, reason, ...(which > 1 && { error: text }), at })
    } else if (kind === 'finish') {
      trial.state = 'done'
      const outcomes = [
        { state: 'completed', values: { loss: step } },
        { state: 'pruned', memo: [step] },
        { state: 'failed', reason: 'not-finite', values: { loss: value } },
        { state: 'failed', reason: 'error', error: text },
      ] as const
      events.push({ type: 'trial-finished', ...id, outcome: outcomes[which] ?? outcomes[0], at })
    } else if (kind === 'cancel') {
      trial.state = 'done'
      events.push({ type: 'trial-cancelled', number: chosen, reason: text, at })
    } else if (kind === 'correct') {
      if (trial.state !== 'done') continue
      const outcome = { state: 'completed', values: { loss: step } } as const
      events.push({ type: 'trial-corrected', number: chosen, outcome, reason: text, at })
    } else if (kind === 'note')
      events.push({ type: 'trial-annotated', number: chosen, attributes: { [`n${step}`]: text }, at })
    else if (kind === 'exclude') events.push({ type: 'trial-excluded', number: chosen, at })
    else {
      trial.attempt = -1
      events.push({ type: 'trial-deleted', number: chosen, at })
    }
  }
  return events
}

describe.each(['json', 'jsonl'] as const)('a study from a file of %s', (format) => {
  it('has equal records, whatever happened to its trials', async () => {
    const declared = spaceToJson(space({ x: int(0, 9) }))
    const property = fc.asyncProperty(
      fc.array(operation, { maxLength: 60 }),
      fc.boolean(),
      async (operations, isDeclared) => {
        const [first, second] = [memoryStorage(), memoryStorage()]
        const directions = { loss: 'minimize' } as const
        const id = await first.create({
          type: 'study-created',
          format: 1,
          name: 'any',
          directions,
          space: isDeclared ? declared : null,
          seed: 1,
          at: 1,
        })
        await first.append(id, journalOf(operations), 1)
        const to = newFile(`any.${format}`)
        await exportTrials({ from: first, to })
        await importTrials({ from: to, to: second })
        const [before, after] = [await readStudy(first, 'any'), await readStudy(second, 'any')]
        expect([...after.trials]).toEqual([...before.trials])
        expect(after).toMatchObject({ seed: 1, directions, createdAt: 1, hasDeclaredSpace: isDeclared })
      },
    )
    await fc.assert(property, { numRuns: 200 })
  })
})
