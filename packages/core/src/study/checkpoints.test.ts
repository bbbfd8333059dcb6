import { describe, expect, it } from 'vitest'
import type { Checkpoint, CheckpointStore } from '../journal/checkpoint/checkpoint-store.ts'
import type { JournalStorage } from '../journal/journal-storage.ts'
import { memoryStorage } from '../journal/memory-storage.ts'
import { readStudy } from '../journal/read-study.ts'
import type { StudyEvent } from '../journal/study-event.ts'
import { randomSampler } from '../samplers/random.ts'
import { float } from '../space/parameters/parameter.ts'
import { space } from '../space/search-space.ts'
import { createStudy } from './create-study.ts'

/** A storage in memory with checkpoints, and the events that were read from it. */
function withCheckpoints(change: (checkpoint: Checkpoint) => Checkpoint = (checkpoint) => checkpoint) {
  const inner = memoryStorage()
  const checkpoints = new Map<string, Checkpoint>()
  const written: number[] = []
  let eventsRead = 0
  const checkpoint: CheckpointStore = {
    position: async (study) => checkpoints.get(study)?.position ?? 0,
    read: async (study) => {
      const found = checkpoints.get(study)
      return found && change(found)
    },
    write: async (study, { parts, ...rest }) => {
      const stored: Uint8Array[] = []
      for await (const part of parts) stored.push(part)
      checkpoints.set(study, { ...rest, parts: stored })
      written.push(rest.position)
    },
  }
  const storage: JournalStorage = {
    ...inner,
    checkpoint,
    read: async (study, after) => {
      const events = await inner.read(study, after)
      eventsRead += events.length
      return events
    },
  }
  return { storage, checkpoint, written, readEvents: () => eventsRead }
}

const SPACE = space({ x: float(0, 1), y: float(0, 1) }, { constraints: [({ x, y }) => x + y <= 1.5] })

const report = (step: number): StudyEvent => ({
  type: 'trial-reported',
  number: 0,
  attempt: 1,
  step,
  values: { value: step },
  at: step,
})

const open = (storage: JournalStorage, notices: string[] = []) =>
  createStudy({
    name: 'net',
    storage,
    loadIfExists: true,
    sampler: randomSampler(),
    space: SPACE,
    seed: 1,
    observers: [{ notice: (text) => notices.push(text) }],
  })

/** Adds events to the study of which a process asks for a trial, which is when checkpoints are written. */
async function grow({ storage }: { storage: JournalStorage }, events: number): Promise<void> {
  const id = (await storage.find('net')) as string
  const { position } = await readStudy(storage, 'net')
  const reports = Array.from({ length: events }, (_, index) => report(position + index))
  await storage.append(id, reports, 'any')
  const study = await open(storage)
  await study.annotate({ events })
  await study.close()
}

async function started() {
  const made = withCheckpoints()
  const study = await open(made.storage)
  await study.ask()
  await study.tell(await study.ask(), 1)
  await study.close()
  return made
}

describe('checkpoints', () => {
  it('are written when a study has 10,000 more events, and an eighth more than before', async () => {
    const made = await started()
    await grow(made, 9_000)
    expect(made.written).toEqual([])
    await grow(made, 990)
    expect(made.written).toHaveLength(0)
    await grow(made, 100)
    expect(made.written).toHaveLength(1)
    await grow(made, 9_000)
    expect(made.written).toHaveLength(1)
    await grow(made, 150_000)
    expect(made.written).toHaveLength(2)
    // An eighth of 169,000 is more than 10,000.
    await grow(made, 15_000)
    expect(made.written).toHaveLength(2)
    await grow(made, 10_000)
    expect(made.written).toHaveLength(3)
  })

  it('are read instead of the events before them', async () => {
    const made = await started()
    await grow(made, 12_000)
    const [position = 0] = made.written
    const before = made.readEvents()
    const snapshot = await readStudy(made.storage, 'net')
    expect(made.readEvents() - before).toBe(snapshot.position - position)
    expect(snapshot.trials.get(0)?.measurements).toHaveLength(12_000)
  })

  it('keep the functions of constraints of the opener, who decides which trials are best', async () => {
    const made = await started()
    await grow(made, 12_000)
    const study = await open(made.storage)
    expect(study.space.constraints[0]?.holds({ x: 1, y: 1 })).toBe(false)
    expect(study.best.value).toBe(1)
    const notices: string[] = []
    const without = await createStudy({
      name: 'net',
      storage: made.storage,
      loadIfExists: true,
      sampler: randomSampler(),
      observers: [{ notice: (text) => notices.push(text) }],
    })
    expect(notices.join()).toContain('has constraints that are functions')
    await study.close()
    await without.close()
  })

  it.each([
    ['of another version', (made: Checkpoint) => ({ ...made, version: 7 }), 'has version 7, and this Sweetspot reads'],
    ['that cannot be read', (made: Checkpoint) => ({ ...made, parts: made.parts.slice(1) }), 'is damaged'],
  ])('%s are ignored with a notice', async (_, change, why) => {
    const { storage, checkpoint } = withCheckpoints(change)
    const study = await open(storage)
    await study.ask()
    await study.close()
    await grow({ storage }, 12_000)
    expect(await checkpoint.position('1')).toBeGreaterThan(12_000)
    const notices: string[] = []
    const again = await open(storage, notices)
    expect(notices).toEqual([expect.stringContaining(`The checkpoint of study 1 ${why}`)])
    expect(again.snapshot.trials.get(0)?.measurements).toHaveLength(12_000)
    await again.close()
  })

  it('that fail leave the study as it is', async () => {
    const made = withCheckpoints()
    const failing = { ...made.checkpoint, write: () => Promise.reject(new Error('The disk is full.')) }
    const storage = { ...made.storage, checkpoint: failing }
    const study = await open(storage)
    await study.ask()
    await study.close()
    await grow({ storage }, 12_000)
    expect((await readStudy(storage, 'net')).attributes).toEqual({ events: 12_000 })
  })

  it('are not written by a process that only reads', async () => {
    const made = await started()
    const id = (await made.storage.find('net')) as string
    await made.storage.append(
      id,
      Array.from({ length: 12_000 }, (_, step) => report(step)),
      'any',
    )
    const study = await open(made.storage)
    await study.refresh()
    await study.close()
    expect(made.written).toEqual([])
  })
})
