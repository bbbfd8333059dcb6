import {
  decodeData,
  encodeData,
  formatValue,
  liveTrial,
  measurementOf,
  type Objective,
  type PruningDecision,
  studyError,
  type TrialHost,
  type TrialSpec,
} from '@sweetspot/core'
import { receivedError, sentError } from '../sent-error.ts'
import { asJson, type ObjectiveModule, type WorkerAnswer, type WorkerMessage } from '../worker-message.ts'
import { loadObjective } from './load-objective.ts'
import type { WorkerChannel } from './worker-channel.ts'

/** Runs the trials that the channel commands, one after another, with the objective of a module. */
export function serveTrials(channel: WorkerChannel, module: ObjectiveModule): void {
  let controller = new AbortController()
  let loaded: Promise<Objective> | undefined
  channel.listen((command) => {
    if (command.type === 'abort') return controller.abort(receivedError(command.error))
    if (command.type === 'close') process.exit()
    channel.usesSignal(false)
    channel.send({ type: 'started' })
    controller = new AbortController()
    const host = hostOf(channel, command.spec, controller.signal, command.chooses)
    loaded ??= loadObjective(module)
    void loaded.then(
      (objective) => runTrial(channel, objective, command.spec, host),
      (thrown: unknown) => channel.send({ type: 'unloadable', error: sentError(thrown) }),
    )
  })
  channel.send({ type: 'ready' })
}

async function runTrial(channel: WorkerChannel, objective: Objective, spec: TrialSpec, host: TrialHost): Promise<void> {
  let message: WorkerMessage
  try {
    const returned: unknown = await objective(liveTrial(spec, host))
    message = { type: 'returned', value: checkedResult(returned, spec.metrics) }
  } catch (thrown) {
    message = { type: 'thrown', error: sentError(thrown) }
  }
  for (const stream of [process.stdout, process.stderr]) await flushed(stream)
  channel.send(message)
}

/** Resolves when a stream has nothing left to write: threads write only as fast as the main thread reads. */
async function flushed(stream: NodeJS.WriteStream): Promise<void> {
  if (stream.writableLength === 0 || stream.destroyed || stream.writableEnded) return
  await new Promise<void>((resolve) => stream.write('', () => resolve()))
}

/** The study as seen by an objective in a worker. */
function hostOf(channel: WorkerChannel, spec: TrialSpec, signal: AbortSignal, chooses: boolean): TrialHost {
  const host: TrialHost = {
    get signal() {
      channel.usesSignal(true)
      return signal
    },
    report(value, step) {
      // Errors of the arguments must be thrown here, in the objective: the executor learns of a report too late.
      const { values } = measurementOf(value, step, undefined, spec.metrics, 0)
      channel.send({ type: 'report', value: values, ...(step !== undefined && { step }) })
    },
    decide: () => asDecision(valueOf(channel.ask({ type: 'decide' }))),
    annotate: (name, value) => channel.send({ type: 'annotate', name, value }),
    asked: (asked) => channel.send({ type: 'asked', ...asked }),
  }
  if (!chooses) return host
  const choose: TrialHost['choose'] = (name, parameter) =>
    asJson(valueOf(channel.ask({ type: 'choose', name, parameter })))
  return Object.defineProperty(host, 'choose', { value: choose })
}

function valueOf(answer: WorkerAnswer): unknown {
  if ('error' in answer) throw receivedError(answer.error)
  return answer.value
}

const asDecision = (value: unknown) => value as PruningDecision

/**
 * A returned value that can be sent: a number, or an object of JSON values.
 *
 * @throws ERR_INVALID_VALUE for another one, in the words of the study
 */
function checkedResult(returned: unknown, metrics: readonly string[]): unknown {
  if (typeof returned === 'number') return returned
  if (typeof returned !== 'object' || returned === null || Array.isArray(returned)) throw invalid(returned, metrics)
  try {
    return decodeData(encodeData(returned))
  } catch {
    throw invalid(returned, metrics)
  }
}

const invalid = (returned: unknown, metrics: readonly string[]) =>
  studyError(
    'ERR_INVALID_VALUE',
    `Expected the objective to return numbers for ${metrics.join(', ')}; received ${formatValue(returned)}.`,
  )
