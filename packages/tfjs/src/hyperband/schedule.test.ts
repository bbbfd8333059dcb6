import { createStudy, int, randomSampler, type Sampler, space, type Trial, TrialPruned } from '@sweetspot/core'
import { expect, test } from 'vitest'
import { hyperbandBrackets } from './rounds.ts'
import { continuable, type HyperbandSchedule, hyperbandSampler } from './schedule.ts'
import { type HyperbandSlot, slotOf } from './slot.ts'

const NINE = { maxEpochs: 9, factor: 3, iterations: 1 }

/** Creates a Hyperband study of `x` from 0 to `last`, whose value is x. */
function studyOf(schedule: HyperbandSchedule, last: number, base: Sampler = randomSampler()) {
  return createStudy({ space: space({ x: int(0, last) }), sampler: hyperbandSampler(base, schedule), seed: 3 })
}
type SmallStudy = Awaited<ReturnType<typeof studyOf>>

/** The trials of each round in the order `iteration/bracket/round`. */
function rounds(
  study: SmallStudy,
): Record<string, { x: number; number: number; state: string; slot: HyperbandSlot }[]> {
  const entries = study.trials.map((trial) => {
    const slot = slotOf(trial) as HyperbandSlot
    const { number, state } = trial
    return { x: trial.params.x as number, number, state, slot }
  })
  return Object.groupBy(entries, ({ slot }) => `${slot.iteration}/${slot.bracket}/${slot.round}`) as never
}

const sizes = (study: SmallStudy) =>
  Object.fromEntries(Object.entries(rounds(study)).map(([id, list]) => [id, list.length]))

/** The total number of trials of the schedule. */
const total = ({ maxEpochs, factor, iterations }: HyperbandSchedule) =>
  iterations *
  hyperbandBrackets(maxEpochs, factor)
    .flat()
    .reduce((sum, { size }) => sum + size, 0)

test('the sampler fills all brackets, then ends', async () => {
  const study = await studyOf(NINE, 10_000)
  const { reason, trialCount } = await study.optimize(({ params }) => params.x)
  expect([reason, trialCount]).toEqual(['exhausted', total(NINE)])
  // KerasTuner's: bracket 2 has 9, 3 and 1 trials, bracket 1 has 5 and 2, bracket 0 has 3.
  expect(sizes(study)).toEqual({ '0/2/0': 9, '0/2/1': 3, '0/2/2': 1, '0/1/0': 5, '0/1/1': 2, '0/0/0': 3 })
  expect(study.trials.map((trial) => trial.suggestion?.sampler)).toEqual(Array(total(NINE)).fill('hyperband'))
})

test('the best trials of a round are promoted once, with their params', async () => {
  const study = await studyOf(NINE, 10_000)
  await study.optimize(({ params }) => params.x)
  const byRound = rounds(study)
  for (const [bracket, round] of [
    [2, 0],
    [2, 1],
    [1, 0],
  ] as const) {
    const before = byRound[`0/${bracket}/${round}`] ?? []
    const after = byRound[`0/${bracket}/${round + 1}`] ?? []
    const best = before.toSorted((a, b) => a.x - b.x).slice(0, after.length)
    expect(after.map(({ slot }) => slot.parent)).toEqual(best.map(({ number }) => number))
    expect(after.map(({ x }) => x)).toEqual(best.map(({ x }) => x))
    for (const { slot } of after) expect(slot.initialEpoch).toBe(before[0]?.slot.epochs)
  }
})

test('large values are promoted when maximising', async () => {
  const study = await createStudy({
    direction: 'maximize',
    space: space({ x: int(0, 1000) }),
    sampler: hyperbandSampler(randomSampler(), { maxEpochs: 3, factor: 3, iterations: 1 }),
  })
  await study.optimize(({ params }) => params.x)
  const first = study.trials.filter((trial) => slotOf(trial)?.bracket === 1 && slotOf(trial)?.round === 0)
  const child = study.trials.find((trial) => slotOf(trial)?.round === 1)
  expect(child?.params.x).toBe(Math.max(...first.map(({ params }) => params.x ?? Number.NaN)))
})

test('each bracket and iteration tries and promotes the combinations of a small space', async () => {
  const schedule = { maxEpochs: 9, factor: 3, iterations: 2 }
  const study = await studyOf(schedule, 3)
  const { reason } = await study.optimize(({ params }) => params.x)
  expect(reason).toBe('exhausted')
  // Four combinations: rounds of more trials have four.
  const once = { '2/0': 4, '2/1': 3, '2/2': 1, '1/0': 4, '1/1': 2, '0/0': 3 }
  const expected = [0, 1].flatMap((iteration) => Object.entries(once).map(([id, size]) => [`${iteration}/${id}`, size]))
  expect(sizes(study)).toEqual(Object.fromEntries(expected))
  for (const [id, list] of Object.entries(rounds(study))) {
    expect(new Set(list.map(({ x }) => x)).size, id).toBe(list.length)
  }
})

test('failed and pruned trials are not promoted, and their bracket continues', async () => {
  const study = await studyOf(NINE, 10_000)
  const failing = new Set([0, 1, 2, 3, 4, 5])
  const objective = ({ number, params }: Trial<{ readonly x: number }, 'value'>): number => {
    if (number === 6) throw new TrialPruned()
    if (failing.has(number)) throw new Error('broken')
    return params.x
  }
  await study.optimize(objective, { catch: true })
  expect(sizes(study)).toEqual({ '0/2/0': 9, '0/2/1': 2, '0/2/2': 1, '0/1/0': 5, '0/1/1': 2, '0/0/0': 3 })
  const promoted = rounds(study)['0/2/1'] ?? []
  expect(new Set(promoted.map(({ slot }) => slot.parent))).toEqual(new Set([7, 8]))
})

test('a round without completed trials ends only its bracket', async () => {
  const study = await studyOf(NINE, 10_000)
  const objective = ({ number }: { number: number }) => (number < 9 ? Number.NaN : number)
  await study.optimize(objective, { catch: true })
  expect(sizes(study)).toEqual({ '0/2/0': 9, '0/1/0': 5, '0/1/1': 2, '0/0/0': 3 })
})

test('the next bracket starts while a round waits for its last trial', async () => {
  const study = await studyOf(NINE, 10_000)
  const trials = []
  for (let count = 0; count < 10; count += 1) trials.push(await study.ask())
  expect(trials.map((trial) => slotOf(trial)?.bracket)).toEqual([...Array(9).fill(2), 1])
  for (const trial of trials.slice(0, 9)) await study.tell(trial, trial.params.x)
  expect(slotOf(await study.ask())).toMatchObject({ bracket: 2, round: 1 })
})

test('a batch gets the same suggestions as single requests', async () => {
  const study = await studyOf(NINE, 10_000)
  const sampler = hyperbandSampler(randomSampler(), NINE)
  const { snapshot } = study
  const numbers = Array.from({ length: 12 }, (_, index) => index)
  const suggestions = await sampler.suggest(snapshot, { numbers, key: snapshot.key })
  const slots = suggestions.map(({ explanation }) => explanation.memo as HyperbandSlot)
  expect(slots.map(({ bracket }) => bracket)).toEqual([...Array(9).fill(2), 1, 1, 1])
})

test('continuable returns the trials that may still be continued', async () => {
  const study = await studyOf(NINE, 10_000)
  const kept = () => [...continuable(study.snapshot, NINE)].toSorted((a, b) => a - b)
  const run = async (trial: Awaited<ReturnType<SmallStudy['ask']>>) => study.tell(trial, trial.params.x)
  for (let count = 0; count < 8; count += 1) await run(await study.ask())
  // The best three of the ended trials: the next round has three slots.
  expect(kept()).toHaveLength(3)
  await run(await study.ask())
  const promoted = (rounds(study)['0/2/0'] ?? []).toSorted((a, b) => a.x - b.x).slice(0, 3)
  expect(kept()).toEqual(promoted.map(({ number }) => number).toSorted((a, b) => a - b))
  const child = await study.ask()
  expect(kept()).toContain(slotOf(child)?.parent)
  await run(child)
  expect(kept()).not.toContain(slotOf(child)?.parent)
  expect(kept()).toContain(child.number)
  await study.optimize(({ params }) => params.x)
  expect(kept()).toEqual([])
})

test('enqueued trials have no slot', async () => {
  const study = await studyOf(NINE, 10_000)
  await study.enqueue({ x: 7 })
  await study.optimize(({ params }) => params.x)
  expect(study.trials).toHaveLength(total(NINE) + 1)
  expect(study.trials.map(slotOf).filter((slot) => slot === undefined)).toHaveLength(1)
})
