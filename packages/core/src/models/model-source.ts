import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { Surrogate } from '../surrogates/surrogate.ts'
import { type FeatureColumns, featureColumns } from './features.ts'

/** The study that a model learns from, its features, and the surrogate to fit. */
export interface ModelSource {
  readonly snapshot: StudySnapshot
  readonly columns: FeatureColumns
  readonly surrogate: Surrogate
}

export function modelSource(snapshot: StudySnapshot, surrogate: Surrogate): ModelSource {
  return { snapshot, columns: featureColumns(snapshot.space), surrogate }
}
