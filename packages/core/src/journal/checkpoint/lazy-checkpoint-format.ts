/**
 * Loads `checkpoint-format.ts` when a storage with checkpoints is used, so that web pages need not load it. The files
 * for Node have `checkpoint-format.ts` in place of this module (`scripts/bundle.mjs`).
 */
import type { ParameterConstraint } from '../../space/search-space.ts'
import type { StudySnapshot } from '../study-snapshot.ts'

export async function checkpointParts(
  snapshot: StudySnapshot,
): Promise<Generator<Uint8Array | undefined, void, undefined>> {
  const loaded = await import('./checkpoint-format.ts')
  return loaded.checkpointParts(snapshot)
}

export async function restoredSnapshot(
  parts: readonly Uint8Array[],
  constraints: readonly ParameterConstraint[],
): Promise<StudySnapshot> {
  const loaded = await import('./checkpoint-format.ts')
  return loaded.restoredSnapshot(parts, constraints)
}
