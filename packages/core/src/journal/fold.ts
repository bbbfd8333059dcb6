import { checkArgument, invalidArgument } from '../arguments/argument.ts'
import { wrongAnswer } from '../arguments/callback.ts'
import { optionsReader } from '../arguments/options.ts'
import { isThenable } from '../arguments/shape.ts'
import type { Params } from '../space/params.ts'
import type { SearchSpace } from '../space/search-space.ts'
import type { CompletedTrial, FinishedTrial } from '../trial/trial-record.ts'
import type { Order } from './order.ts'
import type { StudySnapshot } from './study-snapshot.ts'

/**
 * The definition of a fold. Both functions are pure. From the snapshot they may read only the items, and what does
 * not depend on trials: its name, seed, space, directions and constraints. A fold of the tried params may also call
 * `tried`, if its state then stays right while further params are tried.
 *
 * @typeParam Item - The type of the items.
 * @typeParam State - The type of the state.
 */
export interface Folding<Item, State> {
  /** Returns the state before the first item. */
  begin(snapshot: StudySnapshot): State
  /**
   * Returns the state with one or more items added in order, without changing `state`. Adding items in several calls
   * must give the same result as in one call, which may share work among them.
   */
  add(state: State, items: readonly Item[], snapshot: StudySnapshot): State
}

/**
 * A function of a snapshot that reuses its result for an earlier one.
 *
 * @typeParam State - The type of the state.
 */
export type Fold<State> = (snapshot: StudySnapshot) => State

/**
 * Creates an incremental function of the finished trials, in the order in which they finished: each call adds only the
 * trials that are new since the last call. Use it as the cache of a sampler. Its results equal those of recomputing
 * everything, also after trials were deleted, corrected or annotated, after edits of the space, the directions or the
 * constraints, and for older snapshots and other branches of a history.
 *
 * @typeParam State - The type of the state.
 *
 * @example
 * ```ts
 * const failures = fold<number>({
 *   begin: () => 0,
 *   add: (count, trials) => count + trials.filter(({ state }) => state === 'failed').length,
 * })
 * failures(study.snapshot)
 * ```
 */
export function fold<State>(folding: Folding<FinishedTrial, State>): Fold<State> {
  return foldTrials(({ finishedOrder }) => finishedOrder, readFolding(folding))
}

/**
 * Creates a {@link fold} over the completed trials only.
 *
 * @typeParam State - The type of the state.
 */
export function foldCompleted<State>(folding: Folding<CompletedTrial, State>): Fold<State> {
  return foldTrials(({ completedOrder }) => completedOrder, readFolding(folding))
}

/**
 * Creates a {@link fold} over the params that have been tried, in the order in which their trials were started or
 * added. Tried params stay tried, so only an edit of the space restarts it.
 *
 * @typeParam State - The type of the state.
 */
export function foldTried<State>(folding: Folding<Params, State>): Fold<State> {
  return foldOrder(({ triedOrder }) => triedOrder, readFolding(folding))
}

const readFolding = optionsReader<Folding<never, never>>('a fold', { begin: ['initial'], add: ['step', 'reduce'] })

function foldTrials<Trial extends FinishedTrial, State>(
  orderOf: (snapshot: StudySnapshot) => Order,
  { begin, add }: Folding<Trial, State>,
): Fold<State> {
  return foldOrder(orderOf, {
    begin,
    add: (state, numbers, snapshot) => {
      const { trials } = snapshot
      return add(
        state,
        numbers.map((number) => trials.get(number) as Trial),
        snapshot,
      )
    },
  })
}

/** The parts of a snapshot that a fold uses; snapshots may come from other code. */
function orderedBy<Item>(orderOf: (snapshot: StudySnapshot) => Order<Item>, snapshot: StudySnapshot) {
  try {
    const { space } = snapshot
    const order = orderOf(snapshot)
    if (typeof order.length === 'number') return { space, order }
  } catch {
    // Not a snapshot.
  }
  throw invalidArgument('the snapshot of a fold', snapshot, 'a snapshot of a study, such as study.snapshot')
}

/** Checks that a state is not a promise. */
function atOnce<State>(name: string, state: State): State {
  if (isThenable(state)) throw wrongAnswer(`the function ${name} of a fold`, 'a state', state)
  return state
}

/** The state of the longest order of a lineage so far. */
interface Known<State> {
  readonly space: SearchSpace
  readonly length: number
  readonly state: State
}

function foldOrder<Item, State>(
  orderOf: (snapshot: StudySnapshot) => Order<Item>,
  { begin, add }: Folding<Item, State>,
): Fold<State> {
  const known = new WeakMap<object, Known<State>>()
  checkArgument('begin', begin, typeof begin === 'function', 'a function')
  checkArgument('add', add, typeof add === 'function', 'a function')
  return (snapshot) => {
    const { space, order } = orderedBy(orderOf, snapshot)
    const last = known.get(order.lineage)
    const before = last?.space === space && last.length <= order.length ? last : undefined
    const from = before?.length ?? 0
    const items = Array.from({ length: order.length - from }, (_, index) => order.at(from + index) as Item)
    const start = before ? before.state : atOnce('begin', begin(snapshot))
    const state = items.length > 0 ? atOnce('add', add(start, items, snapshot)) : start
    // Older snapshots are rare: the newest state is most likely to be reused.
    if (!last || last.length <= order.length) known.set(order.lineage, { space, length: order.length, state })
    return state
  }
}
