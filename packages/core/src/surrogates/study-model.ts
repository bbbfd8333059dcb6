import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { FeatureColumns } from './feature-columns.ts'
import { gaussianProcess } from './gaussian-process/fit.ts'
import { type GpData, type GpTarget, gpData } from './gp-data.ts'
import { fitOutputWarp } from './output-warp.ts'
import type { Posterior } from './surrogate.ts'

/** What the finished trials of a study say about its objective: a Gaussian process on warped values. */
export interface StudyModel {
  readonly data: GpData
  /** Of the warped values, which are to be minimised; without the trials that are running. */
  readonly posterior: Posterior
  /** What is expected at a point, in the objective's own unit. `low` and `high` are one sd to either side; they are not
   * equally far from the mean, since the warp bends. */
  predict(features: Float64Array): { mean: number; sd: number; low: number; high: number }
}

export interface StudyModelOptions {
  readonly target: GpTarget
  /** Whether repeating a trial gives visibly different values. */
  readonly noisy?: boolean
}

/** Fits the finished trials of a study; undefined where fewer than two of them have values, or nothing varies. */
export function studyModel(
  snapshot: StudySnapshot,
  columns: FeatureColumns,
  { target, noisy = false }: StudyModelOptions,
): StudyModel | undefined {
  if (columns.kinds.length === 0) return undefined
  const data = gpData(snapshot, columns, target)
  if (data.values.length < 2) return undefined
  const warp = fitOutputWarp(data.values)
  const posterior = gaussianProcess({ noisy }).fit({
    columns: columns.kinds,
    features: data.features,
    values: warp.values,
  })
  const { sign } = data
  return {
    data,
    posterior,
    predict(features) {
      const { mean, variance } = posterior.predict(features, 1)
      const [centre, sd] = [mean[0] as number, Math.sqrt(variance[0] as number)]
      const ends = [sign * warp.unwarp(centre - sd), sign * warp.unwarp(centre + sd)] as const
      return {
        mean: sign * warp.unwarp(centre),
        sd: warp.unwarpSd(centre, sd),
        low: Math.min(...ends),
        high: Math.max(...ends),
      }
    },
  }
}
