import type { Json, Params, SearchSpace } from 'sweetspot'
import type { Dimension } from 'sweetspot/extend'

/** A parameter as the protocol of `bench/peers/serve.py` has it. */
export interface PeerParameter {
  readonly name: string
  readonly type: 'float' | 'int' | 'categorical'
  readonly low?: number
  readonly high?: number
  readonly log?: boolean
  readonly choices?: readonly Json[]
  /** The parameter exists only where the parent has one of these values. */
  readonly when?: { readonly parent: string; readonly in: readonly Json[] }
}

/** A space as peers know it. */
export interface PeerSpace {
  readonly parameters: readonly PeerParameter[]
  /** Our params from a peer's. */
  paramsOf(theirs: Params): Params
}

/**
 * Tells peers as much of a space as their own language can say: what has an order but no scale of integers (ordinals,
 * numbers with a step) is an integer that counts the values; what has no order is categorical.
 *
 * @throws Error for conditions that no peer knows
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
      if (parameter.scale === 'reverse-log') throw new Error(`Peers know no reverse logarithm, as ${name} has.`)
      return { name, type: parameter.kind, low: parameter.low, high: parameter.high, log: parameter.scale === 'log' }
    case 'choice':
      return { name, type: 'categorical', choices: parameter.values }
    case 'boolean':
      return { name, type: 'categorical', choices: [false, true] }
    default:
      throw new Error(`Peers know no ${parameter.kind}, as ${name} is.`)
  }
}

/** The innermost condition, where the parent itself stands under all the others. */
function whenOf({ name, conditions }: Dimension, { dimensions }: SearchSpace): Pick<PeerParameter, 'when'> {
  const last = conditions.at(-1)
  if (!last) return {}
  const parent = dimensions.find((dimension) => dimension.name === last.parameter)
  if (!('in' in last.test) || parent?.conditions.length !== conditions.length - 1) {
    throw new Error(`Peers know no condition like that of ${name}.`)
  }
  return { when: { parent: last.parameter, in: last.test.in } }
}
