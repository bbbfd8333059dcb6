import { type Params, randomSampler, sqliteStorage } from 'sweetspot'
import { replay, type StudyEvent, spaceToJson } from 'sweetspot/extend'
import { tenParameters } from '../speed/ten-parameters.ts'

/** Events per append, so that a journal of any length is written with little memory. */
const BATCH = 20_000

/** The start of the first trial, and the duration of each, in milliseconds. */
const [START, DURATION] = [1_760_000_000_000, 250]

/** The name of the study in each file. */
export const STUDY = 'scale'

/** The size of a journal: finished trials with `steps` intermediate values each. */
export interface JournalSize {
  readonly trials: number
  readonly steps: number
}

/** Writes a study of ten parameters to a new file, with the events that a random search would have written. */
export async function writeJournal(path: string, { trials, steps }: JournalSize): Promise<void> {
  const storage = sqliteStorage(path)
  const created = {
    type: 'study-created',
    format: 1,
    name: STUDY,
    directions: { value: 'minimize' },
    space: spaceToJson(tenParameters),
    seed: 1,
    at: START,
  } as const
  const id = await storage.create(created)
  const empty = replay([created])
  const sampler = randomSampler()
  let position = 1
  let batch: StudyEvent[] = []
  for (let number = 0; number < trials; number += 1) {
    const [suggestion] = await sampler.suggest(empty, { numbers: [number], key: empty.key })
    if (suggestion) batch.push(...trialEvents(number, steps, suggestion.params))
    if (batch.length < BATCH && number < trials - 1) continue
    position = await storage.append(id, batch, position)
    batch = []
  }
  await storage.close()
}

function trialEvents(number: number, steps: number, params: Params): StudyEvent[] {
  const at = START + number * DURATION
  const loss = (Number(params.a) - 1) ** 2 + Number(params.d)
  const suggestion = { sampler: 'random', phase: 'random', exploring: true }
  const owner = '0b5f6c62-7d3a-4a38-9a55-5f1b64f0d9ce'
  return [
    { type: 'trial-started', number, attempt: 1, params, suggestion, owner, at },
    ...Array.from({ length: steps }, (_, step): StudyEvent => {
      const value = loss + 1 / (step + 1 + Number(params.j))
      return { type: 'trial-reported', number, attempt: 1, step, values: { value }, at: at + step }
    }),
    {
      type: 'trial-finished',
      number,
      attempt: 1,
      outcome: { state: 'completed', values: { value: loss } },
      at: at + DURATION - 1,
    },
  ]
}
