import { type Json, type Parameter, type Params, paramsKey } from '@sweetspot/core'

/** A conditional scope, active if the parent has one of the values. */
export interface Scope {
  readonly parent: string
  readonly values: readonly Json[]
}

/** Returns the value of an active hyperparameter by its full name; undefined for others. */
export type ValueLookup = (name: string) => Json | undefined

/** One declaration of a hyperparameter. */
export interface Declaration {
  readonly parameter: Parameter
  /** Its value outside of a search. */
  readonly preset: Json
  readonly scopes: readonly Scope[]
  /** The scopes as a text, such as `optimizer is "sgd"`; empty outside of scopes. */
  readonly where: string
}

/** The declarations of a build function, in active and inactive scopes. */
export class Declarations {
  /** Declarations by name and scopes. */
  readonly #ways = new Map<string, Map<string, Declaration>>()

  /** Adds a declaration and returns it. */
  add(name: string, parameter: Parameter, preset: Json, scopes: readonly Scope[]): Declaration {
    const where = scopes.map(scopeText).join(' and ')
    const declaration = { parameter, preset, scopes, where }
    this.#ways.set(name, (this.#ways.get(name) ?? new Map<string, Declaration>()).set(where, declaration))
    return declaration
  }

  has(name: string): boolean {
    return this.#ways.has(name)
  }

  /** The names that several scopes declare differently. */
  get branched(): ReadonlySet<string> {
    return new Set([...this.#ways.keys()].filter((name) => this.#keysOf(name).size > 1))
  }

  /** Returns the declaration whose scopes are active, or else the only declaration, if there is one. */
  find(name: string, valueAt: ValueLookup): Declaration | undefined {
    const ways = [...(this.#ways.get(name)?.values() ?? [])]
    const active = ways.find(({ scopes }) => scopes.every((scope) => isActive(scope, valueAt)))
    return active ?? (this.#keysOf(name).size === 1 ? ways[0] : undefined)
  }

  copy(): Declarations {
    const copy = new Declarations()
    for (const [name, ways] of this.#ways) copy.#ways.set(name, new Map(ways))
    return copy
  }

  #keysOf(name: string): ReadonlySet<string> {
    return new Set([...(this.#ways.get(name)?.values() ?? [])].map(({ parameter }) => parameterKey(parameter)))
  }
}

/** Whether a scope is active; a scope with an inactive parent is not. */
export function isActive({ parent, values }: Scope, valueAt: ValueLookup): boolean {
  const value = valueAt(parent)
  return value !== undefined && values.some((allowed) => paramsKey({ value: allowed }) === paramsKey({ value }))
}

/** Returns a key that is equal for equal parameters. */
export const parameterKey = (parameter: Parameter): string => paramsKey({ ...parameter } as Params)

const scopeText = ({ parent, values }: Scope) =>
  `${parent} is ${values.map((value) => JSON.stringify(value)).join(' or ')}`
