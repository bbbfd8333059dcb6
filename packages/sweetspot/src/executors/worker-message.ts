import { type AskedParameter, decodeData, encodeData, type Json, type TrialSpec } from '@sweetspot/core'
import { isSentError, type SentError } from './sent-error.ts'

/** The module of an objective: its URL, and the name of the export. */
export interface ObjectiveModule {
  readonly url: string
  readonly name: string
}

/** A message to a worker: run a trial, stop a trial that is no longer needed, or end. */
export type WorkerCommand =
  | { readonly type: 'run'; readonly spec: TrialSpec; readonly chooses: boolean }
  | { readonly type: 'abort'; readonly error: SentError }
  | { readonly type: 'close' }

/** The answer to a question of a worker, or the error to throw in the objective. */
export type WorkerAnswer = { readonly value: unknown } | { readonly error: SentError }

/**
 * A message of a worker. It asks the questions `decide`, `choose` and `sync` synchronously: it waits for a {@link
 * WorkerAnswer}. `sync` has no other purpose than to wait until all earlier messages were read.
 */
export type WorkerMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'started' }
  | { readonly type: 'unloadable'; readonly error: SentError }
  | { readonly type: 'report'; readonly value: unknown; readonly step?: number }
  | { readonly type: 'annotate'; readonly name: string; readonly value: unknown }
  | ({ readonly type: 'asked' } & AskedParameter)
  | { readonly type: 'decide' }
  | { readonly type: 'choose'; readonly name: string; readonly parameter: AskedParameter['parameter'] }
  | { readonly type: 'sync' }
  | { readonly type: 'returned'; readonly value: unknown }
  | { readonly type: 'thrown'; readonly error: SentError }

/** An invalid text from a worker, which is an error of the executor, not of the objective. */
export class InvalidMessage extends Error {
  override readonly name = 'InvalidMessage'
}

type Members = { readonly [name: string]: unknown }

const hasName = ({ name }: Members) => typeof name === 'string'

/** Checks of the members of each message. Values and parameters are checked by the host. */
const CHECKS: { readonly [type in WorkerMessage['type']]: (members: Members) => boolean } = {
  ready: () => true,
  started: () => true,
  unloadable: ({ error }) => isSentError(error),
  report: ({ step }) => step === undefined || typeof step === 'number',
  annotate: hasName,
  asked: hasName,
  decide: () => true,
  choose: (members) => hasName(members) && typeof members.parameter === 'object' && members.parameter !== null,
  sync: () => true,
  returned: () => true,
  thrown: ({ error }) => isSentError(error),
}

/** @throws InvalidMessage */
export function decodeMessage(text: string): WorkerMessage {
  let members: Members
  try {
    members = decodeData(text)
  } catch (cause) {
    throw new InvalidMessage(`The worker sent ${shown(text)}.`, { cause })
  }
  const { type } = members
  if (typeof type === 'string' && Object.hasOwn(CHECKS, type) && CHECKS[type as WorkerMessage['type']](members)) {
    return members as unknown as WorkerMessage
  }
  throw new InvalidMessage(`The worker sent ${shown(text)}.`)
}

/** Encodes a message as one line. Other separators of lines than those that JSON escapes are escaped, too. */
export const encodeMessage = (message: WorkerMessage | WorkerCommand | WorkerAnswer): string =>
  encodeData(message).replace(/[\u2028\u2029]/g, (separator) => (separator === '\u2028' ? '\\u2028' : '\\u2029'))

/** Decodes a text of the process that started this worker, which is trusted. */
export const decodeCommand = (text: string) => decodeData(text) as unknown as WorkerCommand
export const decodeAnswer = (text: string) => decodeData(text) as unknown as WorkerAnswer

/** A chosen value, as the worker expects it. */
export const asJson = (value: unknown) => value as Json

const shown = (text: string) => (text.length > 200 ? `${text.slice(0, 200)}…` : text)
