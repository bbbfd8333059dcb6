import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { keyFromSeed } from '../math/random.ts'
import { randomJournal } from '../testing/random-journal.ts'
import type { Measurement } from '../trial/measurement.ts'
import type { RunningTrial } from '../trial/trial-record.ts'
import { lastStep, withMeasurement } from './measured-trial.ts'
import { replay } from './replay.ts'
import { SharedLog } from './shared-log.ts'
import type { StudyEvent } from './study-event.ts'

const NEW: RunningTrial = Object.freeze({
  number: 3,
  params: { x: 1 },
  attempt: 2,
  attributes: {},
  measurements: Object.freeze([]),
  createdAt: 0,
  state: 'running',
  startedAt: 1,
  owner: null,
})
const at = (step: number, loss: number): Measurement => ({ step, values: { loss }, at: 0 })

describe('withMeasurement', () => {
  it.each([0, 100])('keeps all reports in order in all versions, however they branch: after %d', (first) => {
    const before = Array.from({ length: first }, (_, step) => at(step / 16, step))
    const start: RunningTrial = { ...NEW, measurements: before }
    const reports = fc.array(fc.record({ version: fc.nat(), step: fc.nat(8), read: fc.boolean(), copy: fc.boolean() }))
    fc.assert(
      fc.property(reports, (list) => {
        const versions: { trial: RunningTrial; steps: Map<number, Measurement> }[] = [
          { trial: start, steps: new Map(before.map((measurement) => [measurement.step, measurement])) },
        ]
        for (const [loss, { version, step, read, copy }] of list.entries()) {
          const { trial, steps } = versions[version % versions.length] as (typeof versions)[number]
          if (read) expect(trial.measurements).toHaveLength(steps.size)
          const from = copy ? { ...trial } : trial
          versions.push({
            trial: withMeasurement(from, at(step, loss)),
            steps: new Map(steps).set(step, at(step, loss)),
          })
        }
        for (const { trial, steps } of versions.slice(1)) {
          const measurements = [...steps.values()].sort((a, b) => a.step - b.step)
          expect(trial).toEqual({ ...NEW, measurements })
          expect(lastStep(trial)).toBe(measurements.at(-1)?.step)
          expect(trial.measurements).toBe(trial.measurements)
          expect(Object.isFrozen(trial) && Object.isFrozen(trial.measurements)).toBe(true)
          expect(structuredClone(trial)).toEqual(trial)
        }
      }),
    )
  })

  it('materializes 20,000 reports only when they are read', () => {
    const [created] = randomJournal(keyFromSeed(0), 1) as [StudyEvent]
    const started = { type: 'trial-started', number: 0, attempt: 1, params: { layers: 1 }, owner: null, at: 0 } as const
    let snapshot = replay([created, started])
    const read = vi.spyOn(SharedLog.prototype, Symbol.iterator)
    const copied = vi.spyOn(Array.prototype, 'slice')
    for (let step = 0; step < 20_000; step += 1) {
      snapshot = replay([{ type: 'trial-reported', number: 0, attempt: 1, ...at(step, step) }], snapshot)
    }
    const longest = Math.max(0, ...copied.mock.results.map(({ value }) => (value as unknown[]).length))
    const reads = read.mock.calls.length
    copied.mockRestore()
    read.mockRestore()
    expect(reads).toBe(0)
    expect(longest).toBeLessThan(1_000)
    expect(snapshot.trials.get(0)?.measurements.map(({ step }) => step)).toEqual(
      Array.from({ length: 20_000 }, (_, step) => step),
    )
  })
})
