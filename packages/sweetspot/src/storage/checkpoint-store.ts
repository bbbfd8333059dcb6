import type { CheckpointStore } from '@sweetspot/core'
import type { SqliteCode } from './sqlite-code.ts'
import type { SqliteFile } from './sqlite-file.ts'

/** Bytes in one transaction: large enough to need few, small enough to leave the file to others in between. */
const BATCH = 2 ** 20

/** Runs work on the file of a study. */
type OnFile = <T>(study: string, work: (file: SqliteFile, code: SqliteCode) => T) => Promise<T>

/** Creates the store of checkpoints of a file. */
export function checkpointStore(onFile: OnFile): CheckpointStore {
  return Object.freeze<CheckpointStore>({
    position: (study) => onFile(study, (open, { checkpointPosition }) => checkpointPosition(open, study)),
    read: (study) => onFile(study, (open, { readCheckpoint }) => readCheckpoint(open, study)),
    async write(study, { parts, ...checkpoint }) {
      const draft = await onFile(study, (open, { beginCheckpoint }) => beginCheckpoint(open, study, checkpoint))
      if (!draft) return
      for await (const batch of batches(parts)) {
        await onFile(study, (open, { addParts }) => addParts(open, draft, batch))
      }
      await onFile(study, (open, { completeCheckpoint }) => completeCheckpoint(open, draft))
      while (await onFile(study, (open, { removeOldParts }) => removeOldParts(open, draft))) {}
    },
  })
}

async function* batches(parts: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Uint8Array[]> {
  let batch: Uint8Array[] = []
  let size = 0
  for await (const part of parts) {
    batch.push(part)
    size += part.length
    if (size < BATCH) continue
    yield batch
    batch = []
    size = 0
  }
  yield batch
}
