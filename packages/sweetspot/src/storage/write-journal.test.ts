import { memoryStorage, type StudyEvent } from '@sweetspot/core'
import { describe, expect, it } from 'vitest'
import { journalOf, writeJournal } from './write-journal.ts'

describe('a journal', () => {
  it('may be longer than a call has arguments', async () => {
    const [first, second] = [memoryStorage(), memoryStorage()]
    const directions = { value: 'minimize' } as const
    const id = await first.create({
      type: 'study-created',
      format: 1,
      name: 'long',
      directions,
      space: null,
      seed: 1,
      at: 0,
    })
    const events = Array.from({ length: 150_000 }, (): StudyEvent => ({ type: 'study-resumed', at: 1 }))
    await first.append(id, events, 1)
    const journal = await journalOf(first, 'long')
    expect(journal).toHaveLength(150_001)
    await writeJournal(second, journal)
    expect(await journalOf(second, 'long')).toHaveLength(150_001)
  })
})
