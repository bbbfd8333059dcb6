export { ERRORS, type ErrorCode, messageOf, SweetspotError } from './errors.ts'
export { decodeEvent, encodeEvent } from './journal/codec.ts'
export type { FinishedTrials } from './journal/finished-trials.ts'
export { memoryStorage } from './journal/memory-storage.ts'
export { replay } from './journal/replay.ts'
export type { Position, Presence, Storage, StudyEntry, StudyId } from './journal/storage.ts'
export { type EventOf, JOURNAL_FORMAT, type StudyEvent } from './journal/study-event.ts'
export type { StudySnapshot, TrialList } from './journal/study-snapshot.ts'
export { foldIn, type Key, keyFromSeed, type RandomStream, randomStream, split } from './math/random.ts'
export type { Condition } from './space/conditions.ts'
export type { Domain } from './space/domain.ts'
export { decode, encode, satisfies } from './space/encode.ts'
export { cardinality, enumerate, type Grid, type GridOptions, gridOf } from './space/enumerate.ts'
export { fingerprint, type SpaceJson, spaceChanges, spaceFromJson, spaceToJson } from './space/json.ts'
export type { Json } from './space/json-value.ts'
export {
  type BooleanParameter,
  type BranchParameter,
  boolean,
  type ChoiceParameter,
  type Conditional,
  choice,
  type FixedParameter,
  type FloatOptions,
  type FloatParameter,
  fixed,
  float,
  type IntOptions,
  type IntParameter,
  int,
  type OrdinalParameter,
  ordinal,
  type Parameter,
  type Scale,
  type Shape,
  type ValueTest,
  when,
} from './space/parameter.ts'
export type { Params, ParamsOf, ValueOf } from './space/params.ts'
export { sampleParams } from './space/sample.ts'
export {
  type Constraint,
  type Dimension,
  type InferParams,
  type SearchSpace,
  type SpaceOptions,
  space,
} from './space/search-space.ts'
export { isValid, validateParams } from './space/validate.ts'
export { type Direction, type Directions, isBetter } from './trial/direction.ts'
export type { Measurement, MetricValues } from './trial/measurement.ts'
export type { Suggestion, SuggestionAccount } from './trial/suggestion.ts'
export {
  type CompletedTrial,
  type FailedTrial,
  type FinishedTrial,
  isFinished,
  type Outcome,
  type PrunedTrial,
  type RunningTrial,
  type TrialRecord,
  type WaitingTrial,
} from './trial/trial-record.ts'
export type { FailureReason, TrialState } from './trial/trial-state.ts'
