import type { DiscoveryJson } from '../../space/discovery/discovery-json.ts'
import type { SpaceJson } from '../../space/json.ts'
import type { Json } from '../../space/json-value.ts'
import type { OutcomeConstraints } from '../../trial/constraint.ts'
import type { Directions } from '../../trial/direction.ts'
import type { TrialState } from '../../trial/trial-state.ts'
import type { DependentRangesJson } from '../dependent-ranges.ts'
import type { Position } from '../position.ts'
import type { EventOf } from '../study-event.ts'
import type { StudyStatus } from '../study-status.ts'

/** The first part of a checkpoint: what does not grow with the number of trials, and the sizes of the other parts. */
export interface CheckpointHeader {
  readonly position: Position
  readonly created: EventOf<'study-created'>
  readonly changedAt: number
  readonly directions: Directions
  readonly constraints: OutcomeConstraints
  readonly constraintNamesEver: readonly string[]
  readonly space: SpaceJson
  readonly declared: SpaceJson | null
  readonly hasDeclaredSpace: boolean
  readonly discovery: DiscoveryJson
  readonly dependentRanges: DependentRangesJson
  readonly attributes: { readonly [name: string]: Json }
  readonly status: StudyStatus
  readonly counts: { readonly [state in TrialState]: number }
  readonly running: readonly { readonly number: number; readonly attempt: number }[]
  readonly best: number | null
  readonly incompatible: number
  /** The number of trials, including deleted ones. */
  readonly trials: number
  /** The lengths of the orders. */
  readonly lengths: { readonly [order in OrderName]: number }
  /** Whether all finished trials are learned from. */
  readonly isLogOrder: boolean
  readonly rows: number
  readonly tried: number
  /** Params that were tried and that no trial has. */
  readonly otherTried: number
  readonly endedEarly: number
}

/** The orders of trial numbers. */
export type OrderName = 'queue' | 'finishLog' | 'finishOrder' | 'completed'
