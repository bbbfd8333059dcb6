import type { StudyEvent } from '../journal/study-event.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { spaceToJson } from '../space/json.ts'
import type { Params } from '../space/params.ts'

/** The contents of a snapshot as plain data to compare; `tried` covers the params that occur in the events. */
export function viewOf(snapshot: StudySnapshot, events: readonly StudyEvent[]): object {
  const { finishedTrials, discovery } = snapshot
  return {
    position: snapshot.position,
    name: snapshot.name,
    directions: snapshot.directions,
    metrics: snapshot.metrics,
    constraints: snapshot.constraints,
    constraintNamesEver: snapshot.constraintNamesEver,
    seed: snapshot.seed,
    key: snapshot.key,
    space: spaceToJson(snapshot.space),
    hasDeclaredSpace: snapshot.hasDeclaredSpace,
    discovery: {
      ...discovery,
      parameters: [...discovery.parameters],
      ranges: [...discovery.ranges],
      sightings: [...discovery.sightings],
    },
    endedEarly: [...snapshot.endedEarly],
    attributes: snapshot.attributes,
    status: snapshot.status,
    createdAt: snapshot.createdAt,
    changedAt: snapshot.changedAt,
    next: snapshot.trials.next,
    trials: [...snapshot.trials],
    byNumber: Array.from({ length: snapshot.trials.next + 1 }, (_, number) => snapshot.trials.get(number)),
    counts: snapshot.counts,
    running: snapshot.running,
    paused: snapshot.paused,
    firstWaiting: snapshot.firstWaiting,
    finished: {
      count: finishedTrials.count,
      incompatible: finishedTrials.incompatible,
      numbers: [...finishedTrials.numbers],
      units: [...finishedTrials.units],
      values: [...finishedTrials.values],
      lastValues: [...finishedTrials.lastValues],
      constraintValues: [...finishedTrials.constraintValues],
    },
    best: snapshot.best,
    finishedOrder: [...snapshot.finishedOrder],
    completedOrder: [...snapshot.completedOrder],
    triedOrder: [...snapshot.triedOrder],
    tried: paramsIn(events).map((params) => snapshot.tried(params)),
  }
}

const paramsIn = (events: readonly StudyEvent[]): Params[] =>
  events.flatMap((event) => ('params' in event && event.params ? [event.params] : []))
