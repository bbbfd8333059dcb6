import { nearestName, type StudySnapshot } from '@sweetspot/core'
import type { HyperParameters } from './hyperparameters.ts'

/** A name in the option `hyperparameters` that no trial has asked for. */
interface UnusedOverride {
  readonly name: string
  /** A similarly spelt name that trials asked for and the option does not have. */
  readonly near: string | undefined
}

function unusedOverrides(given: HyperParameters, { discovery }: StudySnapshot): UnusedOverride[] {
  // Names that several branches define differently are `name (where)` in the study.
  const asked = [...discovery.parameters.keys()].flatMap((name) => [name, name.replace(/ \(.* is .*\)$/s, '')])
  const names = new Set([...given.space.keys(), ...Object.keys(given.values)])
  const others = asked.filter((name) => !names.has(name))
  return [...names].filter((name) => !asked.includes(name)).map((name) => ({ name, near: nearestName(name, others) }))
}

/**
 * Returns a notice before the first training about names in the option `hyperparameters` that are probably misspelt;
 * undefined without any. Other names may still be asked for in a branch or by `fit`.
 */
export function misspeltText(given: HyperParameters | undefined, snapshot: StudySnapshot): string | undefined {
  const misspelt = given ? unusedOverrides(given, snapshot).filter(({ near }) => near !== undefined) : []
  if (misspelt.length === 0) return undefined
  return `buildModel has not asked for these names in hyperparameters so far: ${list(misspelt)}.`
}

/** Returns a notice after a search about names in `hyperparameters` that no trial asked for; undefined without any. */
export function unusedText(given: HyperParameters | undefined, snapshot: StudySnapshot): string | undefined {
  const unused = given ? unusedOverrides(given, snapshot) : []
  if (unused.length === 0) return undefined
  return `No trial asked for these names in hyperparameters, so they were not used: ${list(unused)}.`
}

const list = (names: readonly UnusedOverride[]) =>
  names.map(({ name, near }) => (near === undefined ? name : `${name} (did you mean ${near}?)`)).join(', ')
