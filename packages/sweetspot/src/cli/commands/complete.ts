import { countOf, type JournalStorage } from '@sweetspot/core'
import { openStorage } from '../../storage/open-storage.ts'
import type { CommandCode } from '../command-code.ts'
import { type Candidate, complete as completeWords } from '../completion/candidates.ts'
import { storageAddress } from '../storage-address.ts'

/** `sweetspot complete` */
export const complete: CommandCode<'complete'> = async ({ arguments: { words } }, { session, print, storage }) => {
  const named = storageOf(words)
  const opened = named === undefined ? storage : openStorage(storageAddress(named, session.cwd).address)
  try {
    const { candidates, takesFiles } = await completeWords(words, () => studiesOf(opened))
    const lines = candidates.map(({ text, summary }) => `${text}\t${summary}\n`)
    print.raw(`${lines.join('')}${takesFiles ? ':file\n' : ''}`)
  } finally {
    if (opened !== storage) await opened.close()
  }
}

/** The storage that the completed command line names. */
function storageOf(words: readonly string[]): string | undefined {
  const at = words.indexOf('--storage')
  const next = at >= 0 && at < words.length - 2 ? words[at + 1] : undefined
  return next ?? words.find((word) => word.startsWith('--storage='))?.slice('--storage='.length)
}

async function studiesOf(storage: JournalStorage): Promise<readonly Candidate[]> {
  const entries = await storage.list()
  return entries.map(({ name, digest }) => {
    const count = Object.values(digest?.counts ?? {}).reduce((sum, each) => sum + each, 0)
    return { text: name, summary: countOf(count, 'trial') }
  })
}
