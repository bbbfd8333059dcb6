import type { Dimension, Json, Params, StudySnapshot } from '@sweetspot/core'
import { bytes, double, integer, message, single } from './protobuf.ts'

/** How a parameter is shown: as a number, a switch, or a text. */
type HparamType = 'text' | 'switch' | 'number'

const TYPES: { readonly [type in HparamType]: number } = { text: 1, switch: 2, number: 3 }

/** The types of the parameters of a study. */
export type HparamKinds = ReadonlyMap<string, HparamType>

const STATUS = { success: 1, failure: 2 } as const

/** A scalar of a summary. */
export const scalar = (tag: string, value: number): Uint8Array => message(bytes(1, tag), single(2, value))

/** The types of the parameters of a space. */
export function hparamKinds({ space }: StudySnapshot): HparamKinds {
  const names = new Set(space.dimensions.map(({ name }) => name))
  return new Map([...names].map((name) => [name, typeOf(space.dimensions.filter((each) => each.name === name))]))
}

/** The summary with the experiment: its hyperparameters and metrics. */
export function experiment({ name, createdAt, space, metrics }: StudySnapshot, types: HparamKinds): Uint8Array {
  const infos = [...types].map(([parameter, type]) => {
    const dimensions = space.dimensions.filter((each) => each.name === parameter)
    return bytes(4, message(bytes(1, parameter), integer(4, TYPES[type]), domainOf(dimensions, type)))
  })
  const metricInfos = metrics.map((metric) => bytes(5, message(bytes(1, message(bytes(2, metric))))))
  const content = message(bytes(6, name), double(3, createdAt / 1000), ...infos, ...metricInfos)
  return summary('_hparams_/experiment', bytes(2, content))
}

/** The summary with the params of a trial. */
export function sessionStart(group: string, startedAt: number, params: Params, types: HparamKinds): Uint8Array {
  const entries = Object.entries(params).map(([name, value]) =>
    bytes(1, message(bytes(1, name), bytes(2, valueOf(value, types.get(name) ?? 'text')))),
  )
  return summary(
    '_hparams_/session_start_info',
    bytes(3, message(...entries, bytes(4, group), double(5, startedAt / 1000))),
  )
}

/** The summary with the end of a trial. */
export function sessionEnd(finishedAt: number, hasFailed: boolean): Uint8Array {
  const status = hasFailed ? STATUS.failure : STATUS.success
  return summary('_hparams_/session_end_info', bytes(4, message(integer(1, status), double(2, finishedAt / 1000))))
}

/** A tensor of floats without any value, since the metadata says all. */
const NO_TENSOR = Uint8Array.of(0x08, 0x01, 0x12, 0x02, 0x12, 0x00)

function summary(tag: string, data: Uint8Array): Uint8Array {
  const plugin = message(bytes(1, 'hparams'), bytes(2, data))
  return message(bytes(1, tag), bytes(8, NO_TENSOR), bytes(9, message(bytes(1, plugin))))
}

function typeOf(dimensions: readonly Dimension[]): HparamType {
  const values = dimensions.map(({ parameter }): HparamType => {
    if (parameter.kind === 'float' || parameter.kind === 'int') return 'number'
    if (parameter.kind === 'boolean') return 'switch'
    const listed = parameter.kind === 'fixed' ? [parameter.value] : parameter.values
    if (listed.every((value) => typeof value === 'number')) return 'number'
    return listed.every((value) => typeof value === 'boolean') ? 'switch' : 'text'
  })
  const [first = 'text'] = values
  return values.every((value) => value === first) ? first : 'text'
}

/** The range of a number, or the values of a choice. */
function domainOf(dimensions: readonly Dimension[], type: HparamType): Uint8Array | undefined {
  const ranges = dimensions.flatMap(({ parameter }) =>
    parameter.kind === 'float' || parameter.kind === 'int' ? [parameter] : [],
  )
  if (ranges.length === dimensions.length) {
    const low = Math.min(...ranges.map((range) => range.low))
    const high = Math.max(...ranges.map((range) => range.high))
    return bytes(6, message(double(1, low), double(2, high)))
  }
  if (ranges.length > 0) return undefined
  const listed = dimensions.flatMap(({ parameter }): readonly Json[] => {
    if (parameter.kind === 'choice' || parameter.kind === 'ordinal') return parameter.values
    return parameter.kind === 'fixed' ? [parameter.value] : [false, true]
  })
  return bytes(5, message(...listed.map((value) => bytes(1, valueOf(value, type)))))
}

/** A `google.protobuf.Value`. */
function valueOf(value: Json, type: HparamType): Uint8Array {
  if (type === 'number' && typeof value === 'number') return double(2, value)
  if (type === 'switch' && typeof value === 'boolean') return integer(4, value)
  return bytes(3, typeof value === 'string' ? value : JSON.stringify(value))
}
