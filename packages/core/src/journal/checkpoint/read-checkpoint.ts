import { studyError } from '../../errors.ts'
import { keyFromSeed } from '../../math/random.ts'
import { discoveredSpace } from '../../space/discovery/discover.ts'
import { discoveryFromJson } from '../../space/discovery/discovery-json.ts'
import { spaceToJson } from '../../space/json.ts'
import { jsonKey } from '../../space/json-value.ts'
import type { Params } from '../../space/params.ts'
import type { ParameterConstraint, SearchSpace } from '../../space/search-space.ts'
import { decodeData } from '../codec.ts'
import { declaredSpace } from '../declared-space.ts'
import { DependentRanges } from '../dependent-ranges.ts'
import { FinishedTable } from '../finished-trials.ts'
import { PersistentList } from '../persistent-list.ts'
import { RunningTrials } from '../running-trials.ts'
import { SharedLog } from '../shared-log.ts'
import { Snapshot } from '../snapshot.ts'
import type { EarlyEnd, StudySnapshot } from '../study-snapshot.ts'
import { rebuild, type StudyState } from '../study-state.ts'
import { type RestoredParams, TriedParams } from '../tried-params.ts'
import type { CheckpointHeader } from './checkpoint-header.ts'
import { PartsReader } from './parts-reader.ts'
import { RestoredTrials } from './restored-trials.ts'

/**
 * Restores the snapshot of {@link writeCheckpoint}. Records of trials are made when they are read.
 *
 * @param parameterConstraints - As for `replay`.
 * @throws ERR_CORRUPT_JOURNAL if the parts are not a checkpoint of this version
 */
export function readCheckpoint(
  parts: readonly Uint8Array[],
  parameterConstraints: readonly ParameterConstraint[] = [],
): StudySnapshot {
  try {
    const state = restoredState(parts, parameterConstraints)
    // Which trials are best depends on the functions of the constraints, which are not stored.
    if (state.space.constraints.length > 0 || (state.declared?.constraints ?? []).length > 0) rebuild(state)
    return new Snapshot(state)
  } catch (cause) {
    throw studyError('ERR_CORRUPT_JOURNAL', 'The checkpoint cannot be read.', { cause })
  }
}

function restoredState(parts: readonly Uint8Array[], parameterConstraints: readonly ParameterConstraint[]): StudyState {
  const reader = new PartsReader(parts)
  const header = decodeData(reader.last().text()) as unknown as CheckpointHeader
  const { directions, constraints, created, lengths, isLogOrder, rows } = header
  const trials = new RestoredTrials(header.trials, reader.trials(header.trials))
  const [queue, finishLog, finishOrder, completed] = [
    lengths.queue,
    lengths.finishLog,
    lengths.finishOrder,
    lengths.completed,
  ].map((length) => new SharedLog(Array.from(reader.numbers(length)))) as [Log, Log, Log, Log]
  const discovery = discoveryFromJson(header.discovery)
  const space = restoredSpace(header, discoveredSpace(discovery), parameterConstraints)
  const columns = { space, metrics: Object.keys(directions), constraints: Object.keys(constraints) }
  const finishedTrials = FinishedTable.restored(columns, header.incompatible, {
    numbers: reader.numbers(rows),
    units: reader.doubles(rows * space.dimensions.length),
    values: reader.doubles(rows * columns.metrics.length),
    lastValues: reader.doubles(rows * columns.metrics.length),
    constraintValues: reader.doubles(rows * columns.constraints.length),
  })
  const triedParams = restoredTried(reader, header, trials)
  const endedEarly = reader.list(header.endedEarly).map((item): EarlyEnd => {
    const { number, asked } = item as { number: number; asked: Params | null }
    return { number, asked: asked ?? undefined }
  })
  return {
    position: header.position,
    created,
    key: keyFromSeed(created.seed),
    changedAt: header.changedAt,
    directions,
    constraints,
    constraintNamesEver: header.constraintNamesEver,
    space,
    declared: header.declared,
    parameterConstraints,
    hasDeclaredSpace: header.hasDeclaredSpace,
    discovery,
    attributes: header.attributes,
    status: header.status,
    trials: PersistentList.restored(trials),
    counts: header.counts,
    running: new RunningTrials(new SharedLog([...header.running])),
    queue,
    queueHead: 0,
    finishLog: isLogOrder ? finishOrder : finishLog,
    finishOrder,
    completed,
    finishedTrials,
    best: header.best ?? undefined,
    triedParams,
    endedEarly: new SharedLog(endedEarly),
    dependentRanges: DependentRanges.fromJson(header.dependentRanges),
  }
}

type Log = SharedLog<number>

/** The space of the header; for a define-by-run space, with the same parameters as its discovery. */
function restoredSpace(
  { space, declared, hasDeclaredSpace }: CheckpointHeader,
  discovered: SearchSpace,
  parameterConstraints: readonly ParameterConstraint[],
): SearchSpace {
  const known = hasDeclaredSpace && declared ? declaredSpace(declared, parameterConstraints) : discovered
  const isSame = jsonKey(spaceToJson(known).dimensions) === jsonKey(space.dimensions)
  return isSame ? known : declaredSpace(space, parameterConstraints)
}

function restoredTried(reader: PartsReader, { tried, otherTried }: CheckpointHeader, trials: RestoredTrials) {
  const owners = Int32Array.from(reader.numbers(tried))
  const hashes = Uint32Array.from(reader.numbers(tried))
  const others = reader.list(otherTried) as readonly Params[]
  // The index among the others takes the place of the owner: -1 for the first, -2 for the second.
  let found = 0
  for (let index = 0; index < tried; index += 1) {
    if ((owners[index] as number) >= 0) continue
    found += 1
    owners[index] = -found
  }
  const restored: RestoredParams = {
    length: tried,
    at(index) {
      const owner = owners[index] as number
      return owner < 0 ? (others[-owner - 1] as Params) : (trials.get(owner)?.params as Params)
    },
    trialAt(index) {
      const owner = owners[index] as number
      return owner < 0 ? undefined : owner
    },
    hashes,
  }
  return new TriedParams(restored)
}
