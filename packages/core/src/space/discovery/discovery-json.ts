/** A discovery as plain data, for checkpoints. Numbers may be infinite. */
import type { Json } from '../json-value.ts'
import { parameterFromJson, parameterJson } from '../parameters/parameter-json.ts'
import type { Parameter } from '../parameters/parameter-kinds.ts'
import type { Params } from '../params.ts'
import type { Discovery, Sighting } from './discover.ts'
import type { ParentSightings, SeenValues } from './explain.ts'
import type { PresenceGroup } from './presence.ts'
import type { RangeHistory } from './range-history.ts'

interface RangeJson {
  readonly parameter: Params
  readonly varies: boolean
  readonly asks: readonly { readonly parameter: Params; readonly trial: number }[]
}

type SeenJson = Omit<SeenValues, 'values'> & { readonly values: readonly (readonly [string, Json])[] }

/** The JSON of a {@link Discovery}. */
export interface DiscoveryJson {
  readonly names: readonly string[]
  readonly ranges: readonly (readonly [string, RangeJson])[]
  readonly sightings: readonly (readonly [string, { readonly seen: SeenJson; readonly repeats: number }])[]
  readonly groups: readonly (Omit<PresenceGroup, 'parents'> & {
    readonly parents: readonly (readonly [string, { readonly present: SeenJson; readonly absent: SeenJson }])[]
  })[]
  readonly trials: number
}

/** Converts a discovery to plain data. */
export function discoveryToJson({ parameters, ranges, sightings, groups, trials }: Discovery): DiscoveryJson {
  return {
    names: [...parameters.keys()],
    ranges: [...ranges].map(([name, { parameter, varies, asks }]) => [
      name,
      {
        parameter: parameterJson(parameter),
        varies,
        asks: asks.map((ask) => ({ parameter: parameterJson(ask.parameter), trial: ask.trial })),
      },
    ]),
    sightings: [...sightings].map(([name, { seen, repeats }]) => [name, { seen: seenToJson(seen), repeats }]),
    groups: groups.map(({ parents, ...group }) => ({
      ...group,
      parents: [...parents].map(([name, { present, absent }]) => [
        name,
        { present: seenToJson(present), absent: seenToJson(absent) },
      ]),
    })),
    trials,
  }
}

/** Restores the discovery of {@link discoveryToJson}. */
export function discoveryFromJson({ names, ranges, sightings, groups, trials }: DiscoveryJson): Discovery {
  const histories = new Map(ranges.map(([name, range]) => [name, rangeFromJson(name, range)] as const))
  return {
    // A parameter is the same object as the range of its name.
    parameters: new Map(names.map((name) => [name, (histories.get(name) as RangeHistory).parameter] as const)),
    ranges: histories,
    sightings: new Map(
      sightings.map(([name, { seen, repeats }]): [string, Sighting] => [name, { seen: seenFromJson(seen), repeats }]),
    ),
    groups: groups.map(({ parents, ...group }) => ({
      ...group,
      parents: new Map(
        parents.map(([name, { present, absent }]): [string, ParentSightings] => [
          name,
          { present: seenFromJson(present), absent: seenFromJson(absent) },
        ]),
      ),
    })),
    trials,
  }
}

function rangeFromJson(name: string, { parameter, varies, asks }: RangeJson): RangeHistory {
  const restored = (json: Params): Parameter => parameterFromJson(json, name)
  return {
    parameter: restored(parameter),
    varies,
    asks: asks.map((ask) => ({ parameter: restored(ask.parameter), trial: ask.trial })),
  }
}

const seenToJson = ({ values, min, max }: SeenValues): SeenJson => ({ values: [...values], min, max })

const seenFromJson = ({ values, min, max }: SeenJson): SeenValues => ({ values: new Map(values), min, max })
