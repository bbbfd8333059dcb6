import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createStudy, float, type StudyOptions, space } from 'sweetspot'
import { type Pruner, randomSampler } from 'sweetspot/extend'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commandExecutor } from '../src/command/command-executor.ts'

/** The scripts that a helper must be able to run, each an argv. */
export interface TrialScripts {
  /** Reports `value` and `loss` of steps 0 to 4, asks after each whether to end, and reports the result `value` 7. */
  readonly curve: readonly string[]
  /** Reports NaN and the infinities at steps 0 to 2, and leaves no result. */
  readonly notFinite: readonly string[]
  /** Reports steps 0 to 2, never asks whether to end, and does not end by itself. */
  readonly endless: readonly string[]
  /** Reports steps from a child process that was started, and annotates `note`. */
  readonly family: readonly string[]
  /** Reports a text as a value; prints the error and reports the result 1. */
  readonly wrong: readonly string[]
  /** Reports at step -1; prints the error and reports the result 1. */
  readonly refused: readonly string[]
  /** Prints the params over the defaults `{ x: 5, y: 6 }` as JSON, and reports the result `value` 1. */
  readonly params: readonly string[]
  /** Reports 2,000 steps as fast as it can, and the result 1. */
  readonly flood: readonly string[]
}

const stopAtTwo: Pruner = {
  name: 'at step 2',
  decide: (_, { measurements }) =>
    (measurements.at(-1)?.step ?? 0) >= 2 ? { action: 'stop', reason: 'far enough' } : { action: 'continue' },
}

/** What every helper does, in its language. */
export function trialScriptCases(language: string, scripts: TrialScripts): void {
  describe(`the helper for ${language}`, () => {
    let folder: string
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'sweetspot-test-'))
    })
    afterAll(() => rmSync(folder, { recursive: true }))

    async function run(argv: readonly string[], options: StudyOptions = {}) {
      const study = await createStudy({
        space: space({ x: float(0, 1) }),
        sampler: randomSampler(),
        seed: 1,
        observers: [{ notice() {} }],
        ...options,
      })
      const executor = commandExecutor({ argv: [...argv, '{params.json}'], cwd: folder, gracePeriod: 5_000 })
      const error = await study.optimize(executor, { trials: 1 }).then(() => undefined, String)
      await executor.close()
      const [trial] = study.trials
      return { trial, error, steps: trial?.measurements.map(({ step, values }) => [step, values.value]) }
    }

    it('reports steps and a result', async () => {
      const { trial, steps } = await run(scripts.curve)
      expect(trial).toMatchObject({ state: 'completed', values: { value: 7 } })
      expect(steps).toEqual([0, 1, 2, 3, 4].map((step) => [step, step / 2]))
      expect(trial?.measurements[1]?.values).toEqual({ value: 0.5, loss: 10 })
    })

    it('says when the trial should end', async () => {
      const { trial, steps } = await run(scripts.curve, { pruner: stopAtTwo })
      expect(trial).toMatchObject({ state: 'pruned', reason: 'far enough' })
      expect(steps).toHaveLength(3)
    })

    it('reports what is not finite, and the last values count', async () => {
      const { trial, steps, error } = await run(scripts.notFinite)
      expect(trial).toMatchObject({
        state: 'failed',
        reason: 'not-finite',
        values: { value: Number.NEGATIVE_INFINITY },
      })
      expect([steps, error]).toEqual([
        [
          [0, Number.NaN],
          [1, Infinity],
          [2, -Infinity],
        ],
        undefined,
      ])
    })

    it('is stopped if its trial should end and it never asks', async () => {
      expect((await run(scripts.endless, { pruner: stopAtTwo })).trial?.state).toBe('pruned')
    })

    it('works in child processes, and annotates', async () => {
      const { trial, steps } = await run(scripts.family)
      expect(trial).toMatchObject({ state: 'completed', attributes: { note: { a: [1, null] } } })
      expect(steps).toEqual([
        [0, 1],
        [1, 2],
      ])
    })

    it('shows errors to the command', async () => {
      expect((await run(scripts.wrong)).trial).toMatchObject({
        attributes: { error: expect.stringContaining('number') },
      })
      expect((await run(scripts.refused)).trial).toMatchObject({
        attributes: { error: expect.stringContaining('Expected the step to be a finite number of at least 0') },
      })
    })

    it('gives params over defaults', async () => {
      const { trial } = await run(scripts.params)
      expect(trial).toMatchObject({ attributes: { params: { x: trial?.params.x, y: 6 } } })
    })

    it('loses nothing of a flood', async () => {
      const { steps } = await run(scripts.flood)
      expect(steps).toEqual(Array.from({ length: 2_000 }, (_, step) => [step, step]))
    })
  })
}
