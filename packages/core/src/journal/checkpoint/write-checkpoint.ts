import { discoveryToJson } from '../../space/discovery/discovery-json.ts'
import { spaceToJson } from '../../space/json.ts'
import type { Params } from '../../space/params.ts'
import { sameParams } from '../../space/params-hash.ts'
import { encodeData } from '../codec.ts'
import type { FinishedTable } from '../finished-trials.ts'
import { Snapshot } from '../snapshot.ts'
import type { StudySnapshot } from '../study-snapshot.ts'
import type { StudyState } from '../study-state.ts'
import { ByteWriter } from './byte-writer.ts'
import type { CheckpointHeader } from './checkpoint-header.ts'
import { RestoredTrials, TRIALS_IN_PART } from './restored-trials.ts'
import { writeColumn, writeNumbers } from './write-column.ts'

/** Numbers in one part. */
export const NUMBERS_IN_PART = 2 ** 15

/** Params that are hashed or compared between two yields. */
const PARAMS_AT_ONCE = 1024

/**
 * Writes a snapshot as the parts of a checkpoint. The header comes last, because it has the sizes of the others. Yields
 * undefined after work that completes no part, so that callers can let others take their turn.
 */
export function* writeCheckpoint(snapshot: StudySnapshot): Generator<Uint8Array | undefined, void, undefined> {
  const state = Snapshot.stateOf(snapshot)
  yield* trialParts(state)
  const { queue, queueHead, finishLog, finishOrder, completed, finishedTrials, endedEarly } = state
  const waiting = Array.from({ length: queue.length - queueHead }, (_, index) => queue.at(queueHead + index) as number)
  const isLogOrder = finishLog === finishOrder
  const orders = {
    queue: waiting,
    finishLog: isLogOrder ? [] : [...finishLog],
    finishOrder: [...finishOrder],
    completed: [...completed],
  }
  for (const order of Object.values(orders)) yield* numberParts(order)
  yield* rowParts(finishedTrials)
  const others = yield* triedParts(state)
  yield* listParts(others)
  yield* listParts([...endedEarly].map(({ number, asked }) => ({ number, asked: asked ?? null })))
  const header: CheckpointHeader = {
    position: state.position,
    created: state.created,
    changedAt: state.changedAt,
    directions: state.directions,
    constraints: state.constraints,
    constraintNamesEver: state.constraintNamesEver,
    space: spaceToJson(state.space),
    declared: state.declared,
    hasDeclaredSpace: state.hasDeclaredSpace,
    discovery: discoveryToJson(state.discovery),
    dependentRanges: state.dependentRanges.toJson(),
    attributes: state.attributes,
    status: state.status,
    counts: state.counts,
    running: state.running.in(state.trials).map(({ number, attempt }) => ({ number, attempt })),
    best: state.best ?? null,
    incompatible: finishedTrials.incompatible,
    trials: state.trials.length,
    lengths: {
      queue: orders.queue.length,
      finishLog: orders.finishLog.length,
      finishOrder: orders.finishOrder.length,
      completed: orders.completed.length,
    },
    isLogOrder,
    rows: finishedTrials.count,
    tried: state.triedParams.order.length,
    otherTried: others.length,
    endedEarly: endedEarly.length,
  }
  yield part((writer) => writer.text(encodeData(header)))
}

function part(write: (writer: ByteWriter) => void): Uint8Array {
  const writer = new ByteWriter()
  write(writer)
  return writer.finish()
}

/** A part is reused while none of its trials has changed since it was restored. */
function* trialParts({ trials }: StudyState): Generator<Uint8Array> {
  for (let start = 0; start < trials.length; start += TRIALS_IN_PART) {
    const end = Math.min(start + TRIALS_IN_PART, trials.length)
    const restored = trials.unchanged(start, end)
    const isWhole = restored instanceof RestoredTrials && (end - start === TRIALS_IN_PART || end === restored.length)
    yield (isWhole ? restored.parts[start / TRIALS_IN_PART] : undefined) ??
      part((writer) => {
        const rows = Array.from({ length: end - start }, (_, index) => trials.get(start + index))
        writeColumn(writer, rows)
      })
  }
}

function* numberParts(numbers: ArrayLike<number>): Generator<Uint8Array> {
  for (let start = 0; start < numbers.length; start += NUMBERS_IN_PART) {
    const end = Math.min(start + NUMBERS_IN_PART, numbers.length)
    yield part((writer) =>
      writeNumbers(
        writer,
        Array.from({ length: end - start }, (_, index) => numbers[start + index] as number),
      ),
    )
  }
}

function* rowParts({ numbers, units, values, lastValues, constraintValues }: FinishedTable): Generator<Uint8Array> {
  yield* numberParts(numbers)
  for (const column of [units, values, lastValues, constraintValues]) {
    for (let start = 0; start < column.length; start += NUMBERS_IN_PART) {
      yield part((writer) => writer.doubles(column.subarray(start, start + NUMBERS_IN_PART)))
    }
  }
}

function* listParts(items: readonly unknown[]): Generator<Uint8Array> {
  for (let start = 0; start < items.length; start += TRIALS_IN_PART) {
    yield part((writer) => writeColumn(writer, items.slice(start, start + TRIALS_IN_PART)))
  }
}

/**
 * Writes for each tried params the number of the trial that has them, or −1, and their hash.
 *
 * @returns The params that no trial has.
 */
function* triedParts({ triedParams, trials }: StudyState): Generator<Uint8Array | undefined, Params[], undefined> {
  const { order } = triedParams
  while (triedParams.hashSome(PARAMS_AT_ONCE)) yield undefined
  const owners: number[] = []
  const others: Params[] = []
  for (let index = 0; index < order.length; index += 1) {
    if (index % PARAMS_AT_ONCE === 0) yield undefined
    const number = triedParams.trialAt(index)
    const isOwn =
      number !== undefined &&
      // Unchanged trials have the params that they had.
      ((index < triedParams.restoredLength && trials.unchanged(number, number + 1) !== undefined) ||
        hasParams(trials.get(number)?.params, order.at(index) as Params))
    owners.push(isOwn ? number : -1)
    if (!isOwn) others.push(order.at(index) as Params)
  }
  yield* numberParts(owners)
  yield* numberParts(triedParams.hashes)
  return others
}

const hasParams = (params: Partial<Params> | undefined, tried: Params): boolean =>
  params === tried || (params !== undefined && sameParams(params as Params, tried))
