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
 * How a state grows with the items of an order. Both functions are pure, and of the snapshot they use only what stays the
 * same as trials come and go: its name, seed, space, directions and constraints, and what it knows of the items.
 */
export interface Folding<Item, State> {
  /** The state before the first item. */
  begin(snapshot: StudySnapshot): State
  /**
   * The state with one or more items added, in their order; `state` is not changed. Adding some and then others gives what
   * adding all of them at once does, so work may be shared among the items of one call.
   */
  add(state: State, items: readonly Item[], snapshot: StudySnapshot): State
}

/** A function of a snapshot that remembers what it computed for an earlier one. */
export type Fold<State> = (snapshot: StudySnapshot) => State

/**
 * A function of the finished trials, in the order in which they finished, that only adds those that are new since it was
 * asked last: the memory of a sampler that learns trial by trial. Its answers are those of recomputing everything, also
 * after trials were deleted, corrected or annotated, after edits of the space, the directions or the constraints, and for
 * older snapshots and other branches of a history.
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

/** {@link fold} over the completed trials only. */
export function foldCompleted<State>(folding: Folding<CompletedTrial, State>): Fold<State> {
  return foldTrials(({ completedOrder }) => completedOrder, readFolding(folding))
}

/**
 * {@link fold} over the params that have been tried, in the order in which their trials were started or added. What has
 * been tried stays tried, so nothing but an edit of the space makes it begin again.
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

/** What a fold needs of a snapshot, which may come from elsewhere. */
function orderedBy<Item>(orderOf: (snapshot: StudySnapshot) => Order<Item>, snapshot: StudySnapshot) {
  try {
    const { space } = snapshot
    const order = orderOf(snapshot)
    if (typeof order.length === 'number') return { space, order }
  } catch {
    // Not a snapshot.
  }
  throw invalidArgument('the snapshot of a fold', snapshot, 'that of a study, such as study.snapshot')
}

/** A state that is there, and not the promise of one. */
function atOnce<State>(name: string, state: State): State {
  if (isThenable(state)) throw wrongAnswer(`the function ${name} of a fold`, 'a state', state)
  return state
}

/** The state of the longest order of a lineage that was asked about. */
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
    // An older snapshot is an exception; the newer ones are likely to be asked about again.
    if (!last || last.length <= order.length) known.set(order.lineage, { space, length: order.length, state })
    return state
  }
}
