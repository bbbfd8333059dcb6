import { choice, float, int, type Json, type Params, type SearchSpace, space } from 'sweetspot'
import { keyFromSeed, type Parameter, randomStream } from 'sweetspot/extend'
import type { PeerParameter } from '../../regret/systems/peer-parameters.ts'

export interface ToldTrial {
  readonly params: Params
  readonly value: number
}

/** A quadratic bowl on parameters of five kinds, for us and for the peers. */
export interface MixedTask {
  readonly parameters: readonly PeerParameter[]
  readonly space: SearchSpace
  readonly value: (params: Params) => number
  /** Random trials. */
  readonly trials: (count: number, seed: number) => readonly ToldTrial[]
}

/** Two floats, two integers and a category, repeated. */
const KINDS: readonly Omit<PeerParameter, 'name'>[] = [
  { type: 'float', low: -5, high: 10 },
  { type: 'float', low: 1e-5, high: 0.1, log: true },
  { type: 'int', low: 1, high: 20 },
  { type: 'categorical', choices: ['adam', 'sgd', 'rmsprop', 'lion'] },
  { type: 'int', low: 16, high: 1024, log: true },
]

export function mixedTask(dimensions: number): MixedTask {
  const parameters = Array.from({ length: dimensions }, (_, index) => ({
    name: `x${index}`,
    ...(KINDS[index % KINDS.length] as Omit<PeerParameter, 'name'>),
  }))
  const value = (params: Params) =>
    parameters.reduce((sum, parameter) => sum + term(parameter, params[parameter.name]), 0)
  return {
    parameters,
    space: space(Object.fromEntries(parameters.map((parameter) => [parameter.name, ours(parameter)]))) as SearchSpace,
    value,
    trials: (count, seed) => {
      const stream = randomStream(keyFromSeed(seed))
      return Array.from({ length: count }, () => {
        const params = Object.fromEntries(parameters.map((p) => [p.name, valueAt(p, stream.uniform())])) as Params
        return { params, value: value(params) }
      })
    },
  }
}

function ours({ type, low = 0, high = 1, log = false, choices = [] }: PeerParameter): Parameter {
  if (type === 'categorical') return choice(choices)
  return type === 'int' ? int(low, high, { log }) : float(low, high, { log })
}

/** The contribution of a parameter to the value; speed.py computes the same. */
function term({ type, low = 0, high = 1, log = false, choices = [] }: PeerParameter, value: unknown): number {
  if (type === 'categorical') return 0.1 * choices.indexOf(value as Json)
  const x = value as number
  const unit = log ? Math.log(x / low) / Math.log(high / low) : (x - low) / (high - low)
  return (unit - 0.3) ** 2
}

function valueAt({ type, low = 0, high = 1, log = false, choices = [] }: PeerParameter, unit: number): unknown {
  if (type === 'categorical') return choices[Math.floor(unit * choices.length)]
  const x = log ? low * (high / low) ** unit : low + (high - low) * unit
  return type === 'int' ? Math.round(x) : x
}
