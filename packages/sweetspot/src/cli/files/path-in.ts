import { resolve } from 'node:path'
import type { Session } from '../session.ts'

/** The path of a file as it is given, if it is relative to the folder of this process; otherwise the absolute path. */
export const pathIn = ({ cwd }: Session, file: string) => (cwd === process.cwd() ? file : resolve(cwd, file))
