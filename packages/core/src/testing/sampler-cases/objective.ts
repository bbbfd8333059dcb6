import { type Json, jsonKey } from '../../space/json-value.ts'
import type { Params } from '../../space/params.ts'
import type { Outcome } from '../../trial/trial-record.ts'
import { completed } from './history.ts'

/** A value that depends on every parameter, smoothly on numbers. */
export function valueOf(params: Params): number {
  return Object.entries(params).reduce((sum, [name, value]) => sum + wave(name, value), 0)
}

function wave(name: string, value: Json): number {
  const phase = Array.from(name, (letter) => letter.codePointAt(0) as number).reduce((sum, code) => sum + code, 0)
  const position = typeof value === 'number' ? Math.atan(value) : jsonKey(value).length
  return Math.sin(position + phase) + position / 10
}

/** Completes most trials, prunes and fails some. */
export function eventful(params: Params, number: number): Outcome {
  if (number % 7 === 5) return { state: 'failed', reason: 'error', error: 'as planned' }
  if (number % 7 === 3) return { state: 'pruned' }
  return completed(valueOf(params))
}
