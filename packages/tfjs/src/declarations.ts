import { type Json, type Parameter, type Params, paramsKey } from '@sweetspot/core'

/** A conditional scope: it is active where the parent has one of the values. */
export interface Scope {
  readonly parent: string
  readonly values: readonly Json[]
}

/** The value of an active hyperparameter by its full name; undefined for others. */
export type ValueLookup = (name: string) => Json | undefined

/** One way in which a hyperparameter is declared. */
export interface Declaration {
  readonly parameter: Parameter
  /** Its value where nothing is searched. */
  readonly preset: Json
  readonly scopes: readonly Scope[]
  /** The scopes as a text, such as `optimizer is "sgd"`; empty outside. */
  readonly where: string
}

/** What a build function has declared, in active scopes and in others. */
export class Declarations {
  /** By name and scopes. */
  readonly #ways = new Map<string, Map<string, Declaration>>()

  /** Adds a declaration; returns it. */
  add(name: string, parameter: Parameter, preset: Json, scopes: readonly Scope[]): Declaration {
    const where = scopes.map(scopeText).join(' and ')
    const declaration = { parameter, preset, scopes, where }
    this.#ways.set(name, (this.#ways.get(name) ?? new Map<string, Declaration>()).set(where, declaration))
    return declaration
  }

  has(name: string): boolean {
    return this.#ways.has(name)
  }

  /** The names that were declared in several scopes in different ways. */
  get branched(): ReadonlySet<string> {
    return new Set([...this.#ways.keys()].filter((name) => this.#keysOf(name).size > 1))
  }

  /** The declaration whose scopes are active; else, if there is one way only, that one. */
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

/** Whether a scope is active; its parent may be inactive itself, and then has no value. */
export function isActive({ parent, values }: Scope, valueAt: ValueLookup): boolean {
  const value = valueAt(parent)
  return value !== undefined && values.some((allowed) => paramsKey({ value: allowed }) === paramsKey({ value }))
}

/** Equal for parameters that are defined equally. */
export const parameterKey = (parameter: Parameter): string => paramsKey({ ...parameter } as Params)

const scopeText = ({ parent, values }: Scope) =>
  `${parent} is ${values.map((value) => JSON.stringify(value)).join(' or ')}`
