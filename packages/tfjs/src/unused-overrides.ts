import { nearestName, type StudySnapshot } from '@sweetspot/core'
import type { HyperParameters } from './hyperparameters.ts'

/** A name in the option `hyperparameters` that no trial has asked for so far. */
interface UnusedOverride {
  readonly name: string
  /** A name that was asked for and not given, and is spelt alike. */
  readonly near: string | undefined
}

function unusedOverrides(given: HyperParameters, { discovery }: StudySnapshot): UnusedOverride[] {
  // The study knows names that mean something else in each branch as `name (where)`.
  const asked = [...discovery.parameters.keys()].flatMap((name) => [name, name.replace(/ \(.* is .*\)$/s, '')])
  const names = new Set([...given.space.keys(), ...Object.keys(given.values)])
  const others = asked.filter((name) => !names.has(name))
  return [...names].filter((name) => !asked.includes(name)).map((name) => ({ name, near: nearestName(name, others) }))
}

/**
 * Says, before anything is trained, which names in the option `hyperparameters` are likely misspelt; undefined if none is.
 * Others may still be asked for, in a branch or by `fit`.
 */
export function misspeltText(given: HyperParameters | undefined, snapshot: StudySnapshot): string | undefined {
  const misspelt = given ? unusedOverrides(given, snapshot).filter(({ near }) => near !== undefined) : []
  if (misspelt.length === 0) return undefined
  return `buildModel has not asked for these names in hyperparameters so far: ${list(misspelt)}.`
}

/** Says, after a search, which names in the option `hyperparameters` were never asked for; undefined if all were. */
export function unusedText(given: HyperParameters | undefined, snapshot: StudySnapshot): string | undefined {
  const unused = given ? unusedOverrides(given, snapshot) : []
  if (unused.length === 0) return undefined
  return `No trial asked for these names in hyperparameters, so they were not used: ${list(unused)}.`
}

const list = (names: readonly UnusedOverride[]) =>
  names.map(({ name, near }) => (near === undefined ? name : `${name} (did you mean ${near}?)`)).join(', ')
