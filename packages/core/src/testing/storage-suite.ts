import type { JournalStorage } from '../journal/journal-storage.ts'
import type { ConformanceCase } from './conformance-case.ts'
import { CHECKPOINT_CASES } from './storage-cases/checkpoint-cases.ts'
import { DIGEST_CASES } from './storage-cases/digest-cases.ts'
import { JOURNAL_CASES } from './storage-cases/journal-cases.ts'
import { PRESENCE_CASES } from './storage-cases/presence-cases.ts'
import { READ_ONLY_CASES, REOPENED_CASES } from './storage-cases/reopened-cases.ts'
import { STUDY_CASES } from './storage-cases/study-cases.ts'
import { UNCONDITIONAL_CASES } from './storage-cases/unconditional-cases.ts'
import { VALUE_CASES } from './storage-cases/value-cases.ts'
import { WATCH_CASES } from './storage-cases/watch-cases.ts'

/** Options of `storageCases`. */
export interface StorageSuiteOptions {
  /** Whether the storage has `watch`. Default: true. */
  readonly watches?: boolean
  /** Whether the storage has `checkpoint`. Default: false. */
  readonly checkpoints?: boolean
  /**
   * Opens the medium of a storage that `open` returned once more, as another process would, with `readOnly` for reading
   * only. The suite closes what it opens. Without this function, cases for several storages on one medium are skipped.
   */
  readonly reopen?: (storage: JournalStorage, options: { readonly readOnly: boolean }) => Promise<JournalStorage>
}

/**
 * The requirements for every storage, one per case; independent of the test runner.
 *
 * @param open - Returns an exclusive storage without studies; each case opens and closes one.
 *
 * @example
 * ```ts
 * describe.each(storageCases(async () => memoryStorage()))('$name', ({ run }) => it('holds', run))
 * ```
 */
export function storageCases(
  open: () => Promise<JournalStorage>,
  { watches = true, checkpoints = false, reopen }: StorageSuiteOptions = {},
): readonly ConformanceCase[] {
  const cases = {
    ...STUDY_CASES,
    ...JOURNAL_CASES,
    ...UNCONDITIONAL_CASES,
    ...DIGEST_CASES,
    ...(watches ? WATCH_CASES : {}),
    ...(checkpoints ? CHECKPOINT_CASES : {}),
    ...VALUE_CASES,
    ...PRESENCE_CASES,
  }
  const run = async (check: (storage: JournalStorage, opened: JournalStorage[]) => Promise<void>) => {
    const opened = [await open()]
    try {
      await check(opened[0] as JournalStorage, opened)
    } finally {
      for (const each of opened.reverse()) await each.close()
    }
  }
  const alone = Object.entries(cases).map(([name, check]) => ({ name, run: () => run(check) }))
  if (!reopen) return alone
  const shared = [REOPENED_CASES, READ_ONLY_CASES].flatMap((group) => {
    const readOnly = group === READ_ONLY_CASES
    return Object.entries(group).map(([name, check]) => ({
      name,
      run: () =>
        run((storage, opened) =>
          check(storage, async () => {
            const other = await reopen(storage, { readOnly })
            opened.push(other)
            return other
          }),
        ),
    }))
  })
  return [...alone, ...shared]
}
