import type { Json, Params, SearchSpace } from 'sweetspot'
import type { Dimension } from 'sweetspot/extend'

/** A parameter in the protocol of `bench/peers/serve.py`. */
export interface PeerParameter {
  readonly name: string
  readonly type: 'float' | 'int' | 'categorical'
  readonly low?: number
  readonly high?: number
  readonly log?: boolean
  readonly choices?: readonly Json[]
  /** The parameter is active only if the parent has one of these values. */
  readonly when?: { readonly parent: string; readonly in: readonly Json[] }
}

/** A search space in the terms of peers. */
export interface PeerSpace {
  readonly parameters: readonly PeerParameter[]
  /** Converts a peer's params to ours. */
  paramsOf(theirs: Params): Params
}

/**
 * Converts a space to the terms of peers: ordinals and numbers with a step become integers that count the values;
 * unordered parameters become categorical.
 *
 * @throws Error if a parameter or condition is not supported by peers
 */
export function peerSpace(space: SearchSpace): PeerSpace {
  const counted = new Map(space.dimensions.filter(isCounted).map((dimension) => [dimension.name, dimension]))
  return {
    parameters: space.dimensions.map((dimension) => ({ ...parameterOf(dimension), ...whenOf(dimension, space) })),
    paramsOf: (theirs) =>
      Object.fromEntries(
        Object.entries(theirs).map(([name, value]) => {
          const domain = counted.get(name)?.domain
          return [name, domain ? domain.valueAt(value as number) : value]
        }),
      ),
  }
}

function isCounted({ parameter }: Dimension): boolean {
  if (parameter.kind === 'ordinal') return true
  return (parameter.kind === 'float' || parameter.kind === 'int') && (parameter.step ?? 1) !== 1
}

function parameterOf(dimension: Dimension): PeerParameter {
  const { name, parameter, domain } = dimension
  if (isCounted(dimension)) return { name, type: 'int', low: 0, high: domain.levels - 1 }
  switch (parameter.kind) {
    case 'float':
    case 'int':
      if (parameter.scale === 'reverse-log') throw new Error(`Peers do not support the reverse logarithm of ${name}.`)
      return { name, type: parameter.kind, low: parameter.low, high: parameter.high, log: parameter.scale === 'log' }
    case 'choice':
      return { name, type: 'categorical', choices: parameter.values }
    case 'boolean':
      return { name, type: 'categorical', choices: [false, true] }
    default:
      throw new Error(`Peers do not support ${parameter.kind} parameters such as ${name}.`)
  }
}

/** The innermost condition, if its parent implies all the others. */
function whenOf({ name, conditions }: Dimension, { dimensions }: SearchSpace): Pick<PeerParameter, 'when'> {
  const last = conditions.at(-1)
  if (!last) return {}
  const parent = dimensions.find((dimension) => dimension.name === last.parameter)
  if (!('in' in last.test) || parent?.conditions.length !== conditions.length - 1) {
    throw new Error(`Peers do not support a condition like that of ${name}.`)
  }
  return { when: { parent: last.parameter, in: last.test.in } }
}
