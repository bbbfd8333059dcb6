import type { StudySnapshot } from '../journal/study-snapshot.ts'

/** Another implementation of a snapshot: a plain object with all members, not an instance of our class. */
export function foreignSnapshot(snapshot: StudySnapshot): StudySnapshot {
  const names = [...Object.keys(snapshot), ...Object.getOwnPropertyNames(Object.getPrototypeOf(snapshot))]
  const members = names.map((name): [string, unknown] => {
    const member: unknown = snapshot[name as keyof StudySnapshot]
    return [name, typeof member === 'function' ? member.bind(snapshot) : member]
  })
  return Object.fromEntries(members.filter(([name]) => name !== 'constructor')) as unknown as StudySnapshot
}
