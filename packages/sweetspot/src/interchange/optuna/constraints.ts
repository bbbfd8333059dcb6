import { CONSTRAINT, type OptunaStudy, type OptunaTrial, UNNAMED_CONSTRAINTS } from './optuna-study.ts'

/** The constraints of a study of Optuna, each met by values of at most 0. */
export interface OptunaConstraints {
  readonly names: readonly string[]
  /** The replacement of infinite values, by constraint: ten times the largest finite value, at least 1. */
  readonly limits: ReadonlyMap<string, number>
  readonly notices: readonly string[]
}

/** The constraints that any trial has, in the order in which they appear. */
export function constraintsOf({ trials }: OptunaStudy): OptunaConstraints {
  const largest = new Map<string, number>()
  const infinite = new Set<string>()
  for (const trial of trials) {
    for (const [name, value] of rawConstraints(trial)) {
      const isFinite = Number.isFinite(value)
      if (!isFinite) infinite.add(name)
      largest.set(name, Math.max(largest.get(name) ?? 0, isFinite ? Math.abs(value) : 0))
    }
  }
  const limits = new Map([...largest].map(([name, value]) => [name, Math.max(1, 10 * value)]))
  const notices = [...infinite].map(
    (name) => `The constraint ${name} has infinite values, which are ±${limits.get(name)} here.`,
  )
  return { names: [...largest.keys()], limits, notices }
}

/** The values of the constraints that a trial measured, finite. */
export function constraintValues(
  trial: OptunaTrial,
  { limits }: OptunaConstraints,
): { readonly [name: string]: number } {
  const entries = rawConstraints(trial).map(([name, value]) => {
    const limit = limits.get(name) ?? 1
    return [name, Number.isFinite(value) ? value : value > 0 ? limit : -limit] as const
  })
  return Object.fromEntries(entries)
}

/** Named constraints if there are any; otherwise unnamed ones, which Optuna names by their index. */
function rawConstraints({ systemAttributes }: OptunaTrial): (readonly [name: string, value: number])[] {
  const named = Object.entries(systemAttributes).flatMap(([key, value]) =>
    key.startsWith(CONSTRAINT) && typeof value === 'number' ? [[key.slice(CONSTRAINT.length), value] as const] : [],
  )
  if (named.length > 0) return named
  const unnamed = systemAttributes[UNNAMED_CONSTRAINTS]
  if (!Array.isArray(unnamed)) return []
  return unnamed.flatMap((value: unknown, index) =>
    typeof value === 'number' ? [[String(index), value] as const] : [],
  )
}
