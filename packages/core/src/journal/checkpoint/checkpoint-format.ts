import type { ParameterConstraint } from '../../space/search-space.ts'
import type { StudySnapshot } from '../study-snapshot.ts'
import { readCheckpoint } from './read-checkpoint.ts'
import { writeCheckpoint } from './write-checkpoint.ts'

/** Writes a snapshot as a checkpoint; see {@link writeCheckpoint}. */
export const checkpointParts = (snapshot: StudySnapshot): ReturnType<typeof writeCheckpoint> =>
  writeCheckpoint(snapshot)

/** Restores a snapshot; see {@link readCheckpoint}. */
export const restoredSnapshot = (
  parts: readonly Uint8Array[],
  constraints: readonly ParameterConstraint[],
): StudySnapshot => readCheckpoint(parts, constraints)
