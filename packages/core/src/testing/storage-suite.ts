import type { JournalStorage } from '../journal/journal-storage.ts'
import type { ConformanceCase } from './conformance-case.ts'
import { DIGEST_CASES } from './storage-cases/digest-cases.ts'
import { JOURNAL_CASES } from './storage-cases/journal-cases.ts'
import { PRESENCE_CASES } from './storage-cases/presence-cases.ts'
import { STUDY_CASES } from './storage-cases/study-cases.ts'
import { UNCONDITIONAL_CASES } from './storage-cases/unconditional-cases.ts'
import { VALUE_CASES } from './storage-cases/value-cases.ts'
import { WATCH_CASES } from './storage-cases/watch-cases.ts'

export interface StorageSuiteOptions {
  /** Whether the storage has `watch`. Default: true. */
  readonly watches?: boolean
}

/**
 * What every storage promises, one case for each promise; needs no test runner.
 *
 * @param open - Gives a storage that nobody else uses and that has no studies; each case opens and closes one.
 *
 * @example
 * ```ts
 * describe.each(storageCases(async () => memoryStorage()))('$name', ({ run }) => it('holds', run))
 * ```
 */
export function storageCases(
  open: () => Promise<JournalStorage>,
  { watches = true }: StorageSuiteOptions = {},
): readonly ConformanceCase[] {
  const cases = {
    ...STUDY_CASES,
    ...JOURNAL_CASES,
    ...UNCONDITIONAL_CASES,
    ...DIGEST_CASES,
    ...(watches ? WATCH_CASES : {}),
    ...VALUE_CASES,
    ...PRESENCE_CASES,
  }
  return Object.entries(cases).map(([name, check]) => ({
    name,
    run: async () => {
      const storage = await open()
      try {
        await check(storage)
      } finally {
        await storage.close()
      }
    },
  }))
}
