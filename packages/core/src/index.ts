export type { CostOption } from './acquisition/preferences/cost-option.ts'
export type { ChoicePrior, NumberPrior, UserPrior, UserPriors } from './acquisition/preferences/user-prior.ts'
export { type AttributesChoice, attributeSlices } from './analysis/attribute-slices.ts'
export type { AnalyzedMetric, MetricOption } from './analysis/chosen-metric.ts'
export type { ConstrainedPoint } from './analysis/constrained-point.ts'
export type { CsvOptions, TableRow } from './analysis/csv.ts'
export { type EdfCurve, type EdfData, edfData } from './analysis/edf.ts'
export { type FailureGroup, failureGroups } from './analysis/failure-groups.ts'
export { type IntermediateCurve, type IntermediateValues, intermediateValues } from './analysis/intermediate-values.ts'
export {
  type HistoryPoint,
  type OptimizationHistory,
  optimizationHistories,
  optimizationHistory,
} from './analysis/optimization-history.ts'
export { type ParallelCoordinates, type ParallelLine, parallelCoordinates } from './analysis/parallel-coordinates.ts'
export type { ParameterAxis, ParametersOption } from './analysis/parameter-axis.ts'
export { type PredictionOptions, prediction } from './analysis/prediction.ts'
export {
  type JudgedTrial,
  type Recommendation,
  type RecommendationOptions,
  recommendation,
  type TiedTrial,
} from './analysis/recommendation.ts'
export { type SliceData, type SlicePoint, sliceData } from './analysis/slice.ts'
export { type StudyOrSnapshot, snapshotOf } from './analysis/study-or-snapshot.ts'
export { type StudySummary, studySummary } from './analysis/study-summary.ts'
export {
  type SurrogatePoint,
  type SurrogateSlice,
  type SurrogateSliceOptions,
  surrogateSlice,
} from './analysis/surrogate-slice.ts'
export { type TrialDuration, type TrialDurations, trialDurations } from './analysis/trial-durations.ts'
export { type TrialsTable, trialsTable } from './analysis/trials-table.ts'
export { checkArgument, invalidArgument } from './arguments/argument.ts'
export { invoke, invokeAsync, wrongAnswer } from './arguments/callback.ts'
export { countOf } from './arguments/count-of.ts'
export { formatValue } from './arguments/format-value.ts'
export { nearestName } from './arguments/nearest-name.ts'
export {
  type OptionAdvice,
  type OptionNames,
  type OptionsReader,
  type OptionValues,
  optionsReader,
} from './arguments/options.ts'
export { printable, printableLines } from './arguments/printable.ts'
export { hasMethods, isList, isSignal, isThenable } from './arguments/shape.ts'
export {
  type BasicErrorCode,
  causeText,
  type ErrorCode,
  messageOf,
  type ProductErrorCode,
  type StudyErrorCode,
  SweetspotError,
  studyError,
  type TunerErrorCode,
} from './errors.ts'
export { checkSnapshot } from './journal/check-snapshot.ts'
export { checkStorage } from './journal/check-storage.ts'
export type { Checkpoint, CheckpointStore } from './journal/checkpoint/checkpoint-store.ts'
export { decodeData, decodeEvent, encodeData, encodeEvent } from './journal/codec.ts'
export { eligibleTrials } from './journal/eligible-trials.ts'
export type { FinishedTrials } from './journal/finished-trials.ts'
export { type Fold, type Folding, fold, foldCompleted, foldTried } from './journal/fold.ts'
export type { Expected, JournalStorage, Presence, StudyEntry } from './journal/journal-storage.ts'
export { memoryStorage } from './journal/memory-storage.ts'
export type { Order } from './journal/order.ts'
export type { Position } from './journal/position.ts'
export { readStudy } from './journal/read-study.ts'
export { replay } from './journal/replay.ts'
export type { StudyDigest } from './journal/study-digest.ts'
export { studyExists, studyNotFound } from './journal/study-errors.ts'
export {
  type AddedOutcome,
  type EventOf,
  type FoundParameters,
  JOURNAL_FORMAT,
  type StudyEvent,
} from './journal/study-event.ts'
export type { StudyId } from './journal/study-id.ts'
export type { EarlyEnd, StudySnapshot, TrialList } from './journal/study-snapshot.ts'
export type { StudyStatus } from './journal/study-status.ts'
export type { Yield } from './math/cooperative.ts'
export { foldIn, type Key, keyFromSeed, type RandomStream, randomStream, splitKey } from './math/random.ts'
export type { CostSource } from './models/cost-model.ts'
export type { NoiseOption } from './models/noise.ts'
export type { Expectation } from './models/objective-model.ts'
export { dominates, paretoFront } from './pareto/dominance.ts'
export { type MedianPrunerOptions, medianPruner } from './pruners/median.ts'
export type { Pruner } from './pruners/pruner.ts'
export { type GpSamplerOptions, gpSampler } from './samplers/gp.ts'
export { type GridSamplerOptions, gridSampler } from './samplers/grid.ts'
export { quasiRandomSampler } from './samplers/quasi-random.ts'
export { randomSampler } from './samplers/random.ts'
export type { Sampler, SuggestionRequest } from './samplers/sampler.ts'
export { queueScheduler } from './schedulers/queue.ts'
export type { NextTrial, Scheduler } from './schedulers/scheduler.ts'
export type { ConditionTest } from './space/conditions/conditional.ts'
export type { Condition } from './space/conditions/conditions.ts'
export { defaultParams } from './space/default-params.ts'
export { spaceChanges } from './space/describe.ts'
export type { Discovery, Sighting } from './space/discovery/discover.ts'
export type { ParentSightings, SeenValues } from './space/discovery/explain.ts'
export type { PresenceGroup } from './space/discovery/presence.ts'
export type { AskedRange, RangeHistory } from './space/discovery/range-history.ts'
export { decodeParams, encodeParams, satisfiesConstraints } from './space/encode.ts'
export { spaceFingerprint } from './space/fingerprint.ts'
export { cardinality, enumerateParams, type Grid } from './space/grid/enumerate.ts'
export { type GridOptions, gridOf } from './space/grid/grid-of.ts'
export { type SpaceJson, spaceFromJson, spaceToJson } from './space/json.ts'
export type { Json } from './space/json-value.ts'
export { spaceNotices } from './space/notices.ts'
export type { Domain } from './space/parameters/domain.ts'
export {
  type BooleanParameter,
  type BranchName,
  type BranchParameter,
  boolean,
  type ChoiceBranches,
  type ChoiceOptions,
  type ChoiceParameter,
  type Conditional,
  choice,
  type Distribution,
  type DistributionForm,
  distribution,
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
  type RangePrior,
  type Scale,
  type Shape,
  type ValueTest,
  when,
} from './space/parameters/parameter.ts'
export { type Params, type ParamsOf, paramsKey, type ValueOf } from './space/params.ts'
export { sampleParams } from './space/sample.ts'
export {
  type Dimension,
  type InferParams,
  type ParameterConstraint,
  type SearchSpace,
  type SpaceOptions,
  space,
} from './space/search-space.ts'
export { isValidParams, validateParams } from './space/validate.ts'
export type { RunProgress, StoppingRule } from './stopping/stopping-rule.ts'
export { targetValue } from './stopping/target-value.ts'
export { timeLimit } from './stopping/time-limit.ts'
export type { AddOptions } from './study/adding/added-trial.ts'
export type { AttributesOption } from './study/adding/attributes.ts'
export type { EnqueueOptions } from './study/adding/enqueue-options.ts'
export type { GivenEnd, GivenTrial } from './study/adding/given-trial.ts'
export type { TotalTrials } from './study/asking/total-trials.ts'
export type { Clock } from './study/clock/clock.ts'
export { type CopyStudyOptions, copyStudy } from './study/copy-study.ts'
export { createStudy } from './study/create-study.ts'
export type { AskedParameter } from './study/live/asked-parameter.ts'
export { type FixedTrialOptions, fixedTrial } from './study/live/fixed-trial.ts'
export { liveTrial } from './study/live/live-trial.ts'
export type { Trial } from './study/live/trial.ts'
export type { AttemptId, TrialHost } from './study/live/trial-host.ts'
export type { TrialSpec } from './study/live/trial-spec.ts'
export type { StudyObserver } from './study/observing/observer.ts'
export type { StudyChange } from './study/observing/written.ts'
export { type ObjectiveResult, TrialPruned, type TrialResult } from './study/results/outcome.ts'
export { measurementOf } from './study/results/report.ts'
export type { CatchOption, CatchTest, ErrorClass } from './study/run/catch-option.ts'
export type { Execution, Executor } from './study/run/executor.ts'
export type { Objective } from './study/run/objective.ts'
export { FailedTrialError, FatalError } from './study/run/objective-errors.ts'
export type { OptimizeOptions, OptimizeResult } from './study/run/optimize-options.ts'
export type { RetryOptions } from './study/run/retries.ts'
export type { Study } from './study/study.ts'
export { STUDY_ADVICE, STUDY_OPTION_NAMES, type StudyOptions } from './study/study-options.ts'
export type { Attributes } from './trial/attributes.ts'
export {
  constraintValue,
  isFeasible,
  type OutcomeConstraint,
  type OutcomeConstraints,
  totalViolation,
  unmetConstraints,
  violation,
} from './trial/constraint.ts'
export { compareValues, type Direction, type Directions, isBetter } from './trial/direction.ts'
export type { Measurement, MetricValues } from './trial/measurement.ts'
export type { PruningDecision } from './trial/pruning-decision.ts'
export type { Suggestion, SuggestionInfo } from './trial/suggestion.ts'
export {
  type CompletedEntry,
  type CompletedTrial,
  type EarlierAttempt,
  type EndedTrial,
  type FailedTrial,
  type FinishedTrial,
  isFinished,
  type LastValues,
  type Outcome,
  type PausedTrial,
  type PrunedTrial,
  type PrunerNote,
  type RunningTrial,
  type TrialEntry,
  type TrialRecord,
  type WaitingTrial,
} from './trial/trial-record.ts'
export type { FailureReason, RequeueReason, TrialState } from './trial/trial-state.ts'
export type { SingleValue, TrialValues } from './trial/trial-values.ts'
