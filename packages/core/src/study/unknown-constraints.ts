import { declaredConstraints } from '../journal/snapshot.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'

/**
 * A notice of the constraints of the declared space whose functions this process lacks; undefined if it has all of
 * them.
 */
export function unknownConstraintsText(snapshot: StudySnapshot): string | undefined {
  const known = new Set(snapshot.space.constraints.map(({ description }) => description))
  const unknown = declaredConstraints(snapshot).filter((description) => !known.has(description))
  if (unknown.length === 0) return undefined
  return (
    `${snapshot.name} has constraints that are functions, which are not stored. Pass its space; otherwise they are not ` +
    `obeyed: ${unknown.join('; ')}.`
  )
}
