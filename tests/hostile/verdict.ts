import { SweetspotError } from '@sweetspot/core'
import { ERRORS } from '../../scripts/errors-page.ts'

/** One place of a public function that a hostile value is put into: `float(…, { step })`. */
export interface Place {
  readonly of: string
  readonly call: (hostile: never) => unknown
  /** Whether errors are passed on as they are, as those of an objective are. */
  readonly passesOn: boolean
}

/** The places of a function, in which its errors are ours. */
export type Calls = readonly ((hostile: never) => unknown)[]

/** How long a call may take, in milliseconds. */
const PATIENCE = 10_000

/** What is wrong with how a place takes a value; undefined if nothing is. */
export async function faultOf({ call, passesOn }: Place, hostile: unknown): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`took longer than ${PATIENCE} ms`), PATIENCE)
  })
  try {
    return await Promise.race([settled(call, hostile, passesOn), late])
  } finally {
    clearTimeout(timer)
  }
}

async function settled(call: Place['call'], hostile: unknown, passesOn: boolean): Promise<string | undefined> {
  try {
    const result = call(hostile as never)
    // What is returned may itself be the hostile value, which must not be awaited.
    if (result instanceof Promise) await result
    return undefined
  } catch (error) {
    if (isCoded(error)) return codesIn(error) === 1 ? undefined : `has several codes in its message: ${describe(error)}`
    if (passesOn) return undefined
    return `threw ${describe(error)}`
  }
}

function isCoded(error: unknown): boolean {
  try {
    return error instanceof SweetspotError && Object.hasOwn(ERRORS, error.code)
  } catch {
    return false
  }
}

/** The number of codes in a message. An error that wraps another one repeats neither its code nor its advice. */
const codesIn = (error: unknown) => (String(error).match(/\[ERR_[A-Z_]+\]/g) ?? []).length

function describe(error: unknown): string {
  try {
    return error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 6).join('\n') : String(error)
  } catch {
    return typeof error
  }
}
