import { describe, expect, it } from 'vitest'
import { productError } from '../../../sweetspot/src/product-error.ts'
import { SweetspotError, studyError } from '../errors.ts'
import type { JournalStorage } from '../journal/journal-storage.ts'
import { memoryStorage } from '../journal/memory-storage.ts'
import type { StudyDigest } from '../journal/study-digest.ts'
import type { StudyEvent } from '../journal/study-event.ts'
import { type StorageSuiteOptions, storageCases } from './storage-suite.ts'

type Reopen = NonNullable<StorageSuiteOptions['reopen']>

/** Defective storages: each violates one requirement. */
const BROKEN: { readonly [defect: string]: (storage: JournalStorage) => JournalStorage } = {
  'stores JSON only': (storage) => ({
    ...storage,
    append: (study, events, expected) =>
      storage.append(study, JSON.parse(JSON.stringify(events)) as StudyEvent[], expected),
  }),
  'loses the sign of zero': (storage) => ({
    ...storage,
    append: (study, events, expected) =>
      storage.append(
        study,
        events.map((event) =>
          event.type === 'trial-reported'
            ? { ...event, values: mapped(event.values, (value) => (value === 0 ? 0 : value)) }
            : event,
        ),
        expected,
      ),
  }),
  'assigns keys': (storage) => ({
    ...storage,
    read: async (study, after) =>
      (await storage.read(study, after)).map((event) => {
        if (event.type !== 'trial-annotated') return event
        const attributes: Record<string, never> = {}
        for (const [key, value] of Object.entries(event.attributes)) attributes[key] = value as never
        return { ...event, attributes }
      }),
  }),
  'ends strings at NUL': (storage) => ({
    ...storage,
    append: (study, events, expected) =>
      storage.append(
        study,
        events.map((event) => JSON.parse(JSON.stringify(event).replaceAll('\\u0000', '')) as StudyEvent),
        expected,
      ),
  }),
  'makes strings well-formed': (storage) => ({
    ...storage,
    read: async (study, after) =>
      (await storage.read(study, after)).map((event) =>
        event.type === 'trial-annotated' && typeof event.attributes.value === 'string'
          ? { ...event, attributes: { value: event.attributes.value.toWellFormed() } }
          : event,
      ),
  }),
  'ignores the position': (storage) => ({
    ...storage,
    append: async (study, events, _, digest) => storage.append(study, events, await countOf(storage, study), digest),
  }),
  'writes events one by one': (storage) => ({
    ...storage,
    append: async (study, events, expected, digest) => {
      let position = await storage.append(study, [], expected, digest)
      for (const event of events) position = await storage.append(study, [event], position)
      return position
    },
  }),
  'reads from one position too early': (storage) => ({
    ...storage,
    read: (study, after) => storage.read(study, Math.max(0, after - 1)),
  }),
  'cuts pages short and loses the rest': (storage) => ({
    ...storage,
    read: async (study, after) => (after >= 20_000 ? [] : storage.read(study, after)),
  }),
  'finds names regardless of case': (storage) => ({
    ...storage,
    find: async (name) => (await storage.list()).find((study) => study.name.toLowerCase() === name.toLowerCase())?.id,
  }),
  'normalises names': (storage) => ({
    ...storage,
    create: (created) => storage.create({ ...created, name: created.name.normalize() }),
  }),
  'allows a name twice': (storage) => ({
    ...storage,
    create: async (created) => {
      const former = await storage.find(created.name)
      if (former !== undefined) await storage.delete(former)
      return storage.create(created)
    },
  }),
  'ignores delete': (storage) => ({ ...storage, delete: async () => {} }),
  'uses the name as the id': (storage) => {
    const id = async (name: string) => (await storage.find(name)) ?? name
    return {
      ...storage,
      create: async (created) => {
        await storage.create(created)
        return created.name
      },
      find: async (name) => ((await storage.find(name)) === undefined ? undefined : name),
      list: async () => (await storage.list()).map((study) => ({ ...study, id: study.name })),
      read: async (name, after) => storage.read(await id(name), after),
      append: async (name, events, expected) => storage.append(await id(name), events, expected),
      delete: async (name) => storage.delete(await id(name)),
    }
  },
  'returns nothing for an unknown id': (storage) => ({
    ...storage,
    read: async (study, after) => {
      try {
        return await storage.read(study, after)
      } catch {
        return []
      }
    },
  }),
  'stores references to given objects': () => sharing(),
  'considers silent owners alive': (storage) => ({
    ...storage,
    presence: { ...storage.presence, gone: async () => [] },
  }),
  'considers living owners gone': (storage) => ({
    ...storage,
    presence: { ...storage.presence, gone: async (owners) => owners },
  }),
  'considers every position stale after any append': (storage) => ({
    ...storage,
    append: async (study, events, expected, digest) => {
      const position = await storage.append(study, [], 'any')
      if (expected !== 'any' && expected !== position) throw studyError('ERR_STALE_POSITION', 'Too late.')
      return storage.append(study, events, expected, digest)
    },
  }),
  'ignores the condition of appends': (storage) => ({
    ...storage,
    append: async (study, events, expected, digest) => {
      await storage.append(study, [], expected)
      return storage.append(study, events, 'any', digest)
    },
  }),
  'forgets digests': (storage) => ({
    ...storage,
    append: (study, events, expected) => storage.append(study, events, expected),
  }),
  'keeps the digest written last': (storage) => withDigests(storage, () => true),
  'keeps the first digest': (storage) => withDigests(storage, (kept) => kept === undefined),
  'is deaf': (storage) => ({
    ...storage,
    watch: () => ({ [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true, value: undefined }) }) }),
  }),
  'has a heartbeat interval of 1 ms': (storage) => ({ ...storage, presence: { ...storage.presence, interval: 1 } }),
}

/** A storage that keeps digests by the given rule. */
function withDigests(storage: JournalStorage, replaces: (kept: StudyDigest | undefined) => boolean): JournalStorage {
  const digests = new Map<string, StudyDigest>()
  return {
    ...storage,
    append: async (study, events, expected, digest) => {
      const position = await storage.append(study, events, expected)
      if (digest && replaces(digests.get(study))) digests.set(study, digest)
      return position
    },
    list: async () =>
      (await storage.list()).map((study) => {
        const digest = digests.get(study.id)
        return { ...study, ...(digest && { digest }) }
      }),
  }
}

const mapped = (values: { readonly [metric: string]: number }, map: (value: number) => number) =>
  Object.fromEntries(Object.entries(values).map(([metric, value]) => [metric, map(value)]))

const countOf = async (storage: JournalStorage, study: string) =>
  (await storage.list()).find(({ id }) => id === study)?.position ?? 0

function sharing(): JournalStorage {
  const storage = memoryStorage()
  const journals = new Map<string, StudyEvent[]>()
  return {
    ...storage,
    create: async (created) => {
      const id = await storage.create(created)
      journals.set(id, [created])
      return id
    },
    read: async (study, after) => {
      await storage.read(study, after)
      return (journals.get(study) ?? []).slice(after)
    },
    append: async (study, events, expected) => {
      const position = await storage.append(study, events, expected)
      journals.get(study)?.push(...events)
      return position
    },
  }
}

async function failures(open: () => JournalStorage, reopen?: Reopen): Promise<string[]> {
  const failed: string[] = []
  for (const { name, run } of storageCases(async () => open(), reopen && { reopen })) {
    try {
      await run()
    } catch (error) {
      if (error instanceof SweetspotError || error instanceof Error) failed.push(name)
    }
  }
  return failed
}

/** Defects that appear only when a place is opened twice. */
const BROKEN_REOPENED: { readonly [defect: string]: (storage: JournalStorage) => JournalStorage } = {
  'opens another place': () => memoryStorage(),
  'writes although it is read-only': (storage) => storage,
  'considers the owners of others dead': (storage) => ({
    ...looking(storage),
    presence: { ...looking(storage).presence, gone: async (owners) => owners },
  }),
  'cannot be left by a reader': (storage) => ({
    ...looking(storage),
    presence: { ...looking(storage).presence, leave: refuse },
  }),
  'reads only the events from when it was opened': (storage) => {
    const events = new Map<string, Promise<readonly StudyEvent[]>>()
    return {
      ...looking(storage),
      read: async (study, after) => {
        const all = events.get(study) ?? storage.read(study, 0)
        events.set(study, all)
        return (await all).slice(after)
      },
    }
  },
}

const refuse = async (): Promise<never> => {
  throw productError('ERR_READ_ONLY', 'This storage is open for reading only.')
}

const looking = (storage: JournalStorage): JournalStorage => ({
  ...storage,
  create: refuse,
  append: refuse,
  delete: refuse,
  presence: { ...storage.presence, beat: refuse, leave: async () => {} },
})

describe('storageCases', () => {
  it.each(Object.entries(BROKEN_REOPENED))('detects a storage that, opened again, %s', async (_, broken) => {
    expect(await failures(memoryStorage, async (storage) => broken(storage))).not.toEqual([])
  })

  it('accepts a storage that is reopened correctly', async () => {
    const reopen: Reopen = async (storage, { readOnly }) => (readOnly ? looking(storage) : storage)
    expect(await failures(memoryStorage, reopen)).toEqual([])
  })

  it.each(Object.entries(BROKEN))('detects a storage that %s', async (_, broken) => {
    expect(await failures(() => broken(memoryStorage()))).not.toEqual([])
  })

  it('accepts a wrapper without changes', async () => {
    expect(await failures(() => ({ ...memoryStorage() }))).toEqual([])
  })
})
