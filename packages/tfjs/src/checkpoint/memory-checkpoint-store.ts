import { checkCheckpoint } from './check-model.ts'
import { checkKey, notFound } from './checkpoint-key.ts'
import type { CheckpointStore } from './checkpoint-store.ts'
import { decodeCheckpoint, encodeCheckpoint } from './codec.ts'

/** Stores checkpoints in memory, as bytes; they are lost when the process ends. */
export function memoryCheckpointStore(): CheckpointStore {
  const saved = new Map<string, Uint8Array>()
  return Object.freeze({
    async save(key, checkpoint) {
      checkKey(key)
      checkCheckpoint(checkpoint)
      saved.set(key, encodeCheckpoint(checkpoint))
    },
    async load(key) {
      const bytes = saved.get(key)
      if (bytes === undefined) throw notFound(key)
      return decodeCheckpoint(bytes)
    },
    async delete(key) {
      saved.delete(key)
    },
    async list() {
      return [...saved.keys()].sort()
    },
  } satisfies CheckpointStore)
}
