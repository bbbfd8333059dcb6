import { createHash } from 'node:crypto'

/** A study as its digest tells it from all others: one that was deleted and created again under its name is another. */
export interface StudyOrigin {
  readonly name: string
  readonly createdAt: number
  readonly seed: number
}

/** The digest of a study: 64 hexadecimal digits. */
export const studyDigest = ({ name, createdAt, seed }: StudyOrigin): string =>
  createHash('sha256')
    .update(JSON.stringify([name, createdAt, seed]))
    .digest('hex')
