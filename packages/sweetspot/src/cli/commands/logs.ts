import { closeSync, existsSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { StringDecoder } from 'node:string_decoder'
import { setTimeout as pause } from 'node:timers/promises'
import { causeText, isFinished, readStudy } from '@sweetspot/core'
import { LOG_NAME, trialFolder } from '../../command/trial-folder.ts'
import { productError } from '../../product-error.ts'
import type { CommandCode } from '../command-code.ts'
import type { CommandContext } from '../command-context.ts'
import { readStoredStudy, trialOf } from '../studies/stored-study.ts'
import { trialsRoot } from '../trials-root.ts'

/** Milliseconds between looks at a log that is followed. */
const INTERVAL = 200

/** Bytes that are read at once. */
const CHUNK = 1 << 16

/** `sweetspot logs` */
export const logs: CommandCode<'logs'> = async ({ arguments: { study, trial: number }, options }, context) => {
  const snapshot = await readStoredStudy(context, study)
  const { state } = trialOf(snapshot, number)
  const { interrupted } = context.session
  const path = join(trialFolder(trialsRoot(context), snapshot, number), LOG_NAME)
  const isOver = async () => {
    const trial = (await readStudy(context.storage, snapshot.name)).trials.get(number)
    return trial === undefined || isFinished(trial)
  }
  if (options.follow) {
    while (!existsSync(path) && !(await isOver()) && !interrupted.aborted) await wait(interrupted)
    if (interrupted.aborted && !existsSync(path)) return exitCodeOf(interrupted)
  }
  if (!existsSync(path)) {
    throw productError(
      'ERR_LOG_NOT_FOUND',
      `Trial ${number} of ${snapshot.name}, which is ${state}, has no log at ${path}.`,
    )
  }
  const log = openLog(path)
  try {
    print(context, log.rest(), options.lines)
    while (options.follow && !interrupted.aborted) {
      // Looked at before the last read, so that nothing is missed that was written until then.
      const over = await isOver()
      context.print.raw(log.rest())
      if (over) return undefined
      await wait(interrupted)
    }
  } finally {
    log.close()
  }
  return interrupted.aborted ? exitCodeOf(interrupted) : undefined
}

/** Waits until the next look; ends at once if the program is interrupted. */
const wait = (signal: AbortSignal) => pause(INTERVAL, undefined, { signal }).catch(() => {})

const exitCodeOf = (signal: AbortSignal) => (typeof signal.reason === 'number' ? signal.reason : 130)

function print({ print: { raw } }: CommandContext, text: string, lines: number | undefined): void {
  if (lines === undefined) return raw(text)
  const all = text.split('\n')
  // A log that ends in a line break has no line after it.
  const isWhole = all.at(-1) === ''
  const kept = lines === 0 ? [] : all.slice(isWhole ? 0 : undefined, isWhole ? -1 : undefined).slice(-lines)
  if (kept.length > 0) raw(`${kept.join('\n')}${isWhole ? '\n' : ''}`)
}

/** @throws ERR_FILE_ACCESS */
function openLog(path: string) {
  const open = () => ({ descriptor: openSync(path, 'r'), decoder: new StringDecoder('utf8'), position: 0 })
  let log = attempt(path, open)
  const unread = (): string => {
    let text = ''
    for (const buffer = Buffer.alloc(CHUNK); ; ) {
      const read = readSync(log.descriptor, buffer, 0, CHUNK, log.position)
      if (read === 0) return text
      log.position += read
      text += log.decoder.write(buffer.subarray(0, read))
    }
  }
  return {
    /** What was written since the last call: also the end of the log of an attempt, before that of the next one. */
    rest: () =>
      attempt(path, () => {
        const text = unread()
        const current = statSync(path, { throwIfNoEntry: false })
        if (!current) return text
        if (current.ino === fstatSync(log.descriptor).ino && current.size >= log.position) return text
        closeSync(log.descriptor)
        log = open()
        return text + unread()
      }),
    close: () => closeSync(log.descriptor),
  }
}

function attempt<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    throw productError('ERR_FILE_ACCESS', `${path} cannot be read: ${causeText(cause)}.`, { cause })
  }
}
