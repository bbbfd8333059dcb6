import { isPlainObject } from '../arguments/plain-object.ts'
import { studyError } from '../errors.ts'
import { type Key, keyFromSeed } from '../math/random.ts'
import { type Discovery, nothingDiscovered } from '../space/discovery/discover.ts'
import { satisfiesConstraints } from '../space/encode.ts'
import type { SpaceJson } from '../space/json.ts'
import type { Json } from '../space/json-value.ts'
import { buildSpace, type ParameterConstraint, type SearchSpace } from '../space/search-space.ts'
import { checkedConstraints, isFeasible, type OutcomeConstraints } from '../trial/constraint.ts'
import { type Directions, isBetter } from '../trial/direction.ts'
import { type CompletedTrial, type FinishedTrial, isFinished, type TrialRecord } from '../trial/trial-record.ts'
import type { FailureReason, TrialState } from '../trial/trial-state.ts'
import { declaredSpace } from './declared-space.ts'
import { DependentRanges } from './dependent-ranges.ts'
import { FinishedTable } from './finished-trials.ts'
import { PersistentList } from './persistent-list.ts'
import type { Position } from './position.ts'
import { RunningTrials } from './running-trials.ts'
import { SharedLog } from './shared-log.ts'
import { type EventOf, JOURNAL_FORMAT, type StudyEvent } from './study-event.ts'
import type { EarlyEnd } from './study-snapshot.ts'
import type { StudyStatus } from './study-status.ts'
import { TriedParams } from './tried-params.ts'

/** The data of a snapshot. Each field is immutable, or safely shares memory with later versions. */
export interface StudyState {
  position: Position
  created: EventOf<'study-created'>
  /** The seed as a random key. */
  key: Key
  changedAt: number
  directions: Directions
  constraints: OutcomeConstraints
  constraintNamesEver: readonly string[]
  space: SearchSpace
  /** The declared space as written in the journal; null for a define-by-run space. */
  declared: SpaceJson | null
  /** The constraints of the opener with their functions, for the spaces that declare them. */
  parameterConstraints: readonly ParameterConstraint[]
  hasDeclaredSpace: boolean
  discovery: Discovery
  attributes: { readonly [name: string]: Json }
  status: StudyStatus
  trials: PersistentList<TrialRecord | undefined>
  /** Copied at the start of a replay, and changed only during it. */
  counts: { [state in TrialState]: number }
  running: RunningTrials
  /** Numbers that were put into the queue. Those before `queueHead`, and those that no longer wait, are done. */
  queue: SharedLog<number>
  queueHead: number
  /** Numbers of the finished trials in the order in which they finished. */
  finishLog: SharedLog<number>
  /** The subset that is not excluded and informs about its params; gets a new lineage whenever one of them changes. */
  finishOrder: SharedLog<number>
  /** The subset that completed. */
  completed: SharedLog<number>
  finishedTrials: FinishedTable
  /** The number of the best completed trial. The record itself may change, for instance by a note. */
  best: number | undefined
  triedParams: TriedParams
  /** Early ends, in a define-by-run space. */
  endedEarly: SharedLog<EarlyEnd>
  dependentRanges: DependentRanges
}

/** Creates the state from the first event of a journal. */
export function begin(event: StudyEvent | undefined, parameterConstraints: readonly ParameterConstraint[]): StudyState {
  if (event?.type !== 'study-created') throw corrupt('the first event does not create the study')
  if (event.format > JOURNAL_FORMAT) {
    throw studyError(
      'ERR_UNSUPPORTED_VERSION',
      `The journal has format ${event.format}; this version reads formats up to ${JOURNAL_FORMAT}.`,
    )
  }
  if (!isPlainObject(event.directions)) throw corrupt('the study has no directions')
  const space = event.space ? declaredSpace(event.space, parameterConstraints) : buildSpace([])
  const constraints = constraintsOf(event)
  const names = Object.keys(constraints)
  const finishOrder = new SharedLog<number>()
  return {
    position: 1,
    created: event,
    key: keyFromSeed(event.seed),
    changedAt: event.at,
    directions: Object.freeze(event.directions),
    constraints,
    constraintNamesEver: names,
    space,
    declared: event.space,
    parameterConstraints,
    hasDeclaredSpace: event.space !== null,
    discovery: nothingDiscovered,
    attributes: Object.freeze({}),
    status: 'active',
    trials: PersistentList.empty(),
    counts: { waiting: 0, running: 0, paused: 0, completed: 0, pruned: 0, failed: 0 },
    running: new RunningTrials(),
    queue: new SharedLog(),
    queueHead: 0,
    finishLog: finishOrder,
    finishOrder,
    completed: new SharedLog(),
    finishedTrials: new FinishedTable({ space, metrics: Object.keys(event.directions), constraints: names }),
    best: undefined,
    triedParams: new TriedParams(),
    endedEarly: new SharedLog(),
    dependentRanges: new DependentRanges(),
  }
}

function constraintsOf({ constraints = {}, directions }: EventOf<'study-created'>): OutcomeConstraints {
  try {
    return checkedConstraints(constraints, Object.keys(directions))
  } catch (cause) {
    throw corrupt('the constraints of the study are invalid', cause)
  }
}

/** Failure reasons that say nothing about the params: the objective did not run to its end. */
const SAYS_NOTHING: ReadonlySet<FailureReason> = new Set<FailureReason>(['cancelled', 'invalid-params'])

/**
 * Adds a finished trial to the log. Unless it is excluded, or its objective did not run to its end, also adds it to the
 * orders, to the columns and, if it is feasible and fits the declared space, to the candidates for the best.
 */
export function count(state: StudyState, trial: FinishedTrial): void {
  const { finishLog, finishOrder } = state
  // While all trials are learned from, the usual case, the log and the order are one.
  const areOne = finishLog === finishOrder
  if (trial.excluded || (trial.state === 'failed' && SAYS_NOTHING.has(trial.reason))) {
    state.finishLog = areOne ? new SharedLog([...finishLog, trial.number]) : finishLog.append(trial.number)
    return
  }
  state.finishOrder = finishOrder.append(trial.number)
  state.finishLog = areOne ? state.finishOrder : finishLog.append(trial.number)
  const { count: rows } = state.finishedTrials
  state.finishedTrials = state.finishedTrials.append(trial)
  if (trial.state === 'completed') state.completed = state.completed.append(trial.number)
  const [metric, ...others] = Object.keys(state.directions)
  if (trial.state !== 'completed' || metric === undefined || others.length > 0) return
  if (!isFeasible(state.constraints, trial.values)) return
  // An edit of the space recomputes this.
  const fits = state.finishedTrials.count > rows && satisfiesConstraints(state.space, trial.params)
  if (state.hasDeclaredSpace && !fits) return
  const direction = state.directions[metric] as 'minimize'
  const best = bestOf(state)
  if (!best || isBetter(direction, trial.values[metric] as number, best.values[metric] as number)) {
    state.best = trial.number
  }
}

/** Returns the best completed trial, if there is one. */
export function bestOf({ best, trials }: StudyState): CompletedTrial | undefined {
  return best === undefined ? undefined : (trials.get(best) as CompletedTrial)
}

/** Starts a new lineage of the finished trials, after a note on one of them. */
export function renew(state: StudyState): void {
  state.finishedTrials = state.finishedTrials.annotated()
  state.finishOrder = state.finishOrder.renewed()
  state.completed = state.completed.renewed()
}

/** Recomputes everything derived from finished trials, after the space, the constraints or an old value changed. */
export function rebuild(state: StudyState): void {
  const { space, directions, constraints } = state
  const columns = { space, metrics: Object.keys(directions), constraints: Object.keys(constraints) }
  state.finishedTrials = new FinishedTable(columns)
  state.completed = new SharedLog()
  state.best = undefined
  const former = state.finishLog
  state.finishOrder = new SharedLog()
  state.finishLog = state.finishOrder
  for (const number of former) {
    const trial = state.trials.get(number)
    if (!trial || !isFinished(trial)) continue
    count(state, trial)
  }
}

/** The error for events that contradict each other. */
export const corrupt = (why: string, cause?: unknown) =>
  studyError('ERR_CORRUPT_JOURNAL', `The events of the journal contradict each other: ${why}.`, { cause })
