import type { JournalStorage } from '../../journal/journal-storage.ts'
import type { EventOf, StudyEvent } from '../../journal/study-event.ts'
import type { Json } from '../../space/json-value.ts'

export const CREATED_AT = 1_700_000_000_000

export function studyCreated(name: string): EventOf<'study-created'> {
  return {
    type: 'study-created',
    format: 1,
    name,
    directions: { loss: 'minimize' },
    space: null,
    seed: 1,
    at: CREATED_AT,
  }
}

/** An event with any value. */
export function annotation(value: Json, number = 0): EventOf<'trial-annotated'> {
  return { type: 'trial-annotated', number, attributes: { value }, at: CREATED_AT }
}

export function reported(number: number, value: number): EventOf<'trial-reported'> {
  return { type: 'trial-reported', number, attempt: 1, step: 0, values: { loss: value }, at: CREATED_AT + number }
}

/** The whole journal of a study, page by page. */
export async function readAll(storage: JournalStorage, study: string): Promise<StudyEvent[]> {
  const position = (await storage.list()).find(({ id }) => id === study)?.position ?? 0
  const events: StudyEvent[] = []
  for (;;) {
    const page = await storage.read(study, events.length)
    if (page.length === 0) return events
    for (const event of page) events.push(event)
    if (events.length > position) throw new Error(`Expected ${position} events; read ${events.length}.`)
  }
}
