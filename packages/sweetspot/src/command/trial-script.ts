/**
 * The helper for Node scripts that run as commands of a study. It imports nothing of Sweetspot, so it starts fast and may
 * be copied.
 *
 * Outside of Sweetspot, `params` returns the defaults, `report` prints a line of JSON, `shouldPrune` returns false, and
 * `annotate` does nothing.
 */
import { readFileSync } from 'node:fs'
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads'

/** Milliseconds to wait for an answer. */
const TIMEOUT = 60_000

/** Numbers by name. */
export interface ReportedValues {
  readonly [metric: string]: number
}

/**
 * The params of the trial. The defaults fill in those that it does not have.
 *
 * @typeParam P - The type of the params.
 *
 * @example
 * ```ts
 * const { lr, layers } = params({ lr: 0.01, layers: 2 })
 * ```
 */
export function params<P extends object>(defaults: P): P {
  const path = process.env.SWEETSPOT_PARAMS_FILE
  return path ? { ...defaults, ...(JSON.parse(readFileSync(path, 'utf8')) as Partial<P>) } : defaults
}

/**
 * Reports values: those of a step, as in `report(epoch, { val_acc: 0.9 })`, or without a step the result of the trial.
 * When it returns, the values are recorded.
 *
 * @throws TypeError for anything but numbers; Error with the reason if the study does not accept them
 */
export function report(step: number, values: ReportedValues): void
export function report(values: ReportedValues): void
export function report(first: number | ReportedValues, second?: ReportedValues): void {
  const [step, values] = typeof first === 'number' ? [first, second] : [undefined, first]
  const entries = typeof values === 'object' && values !== null ? Object.entries(values) : []
  if (entries.length === 0 || entries.some(([, value]) => typeof value !== 'number')) {
    throw new TypeError('Expected numbers by metric name, as in report(epoch, { val_acc: 0.9 }).')
  }
  const fields = [...(step === undefined ? [] : [['step', step] as const]), ...entries]
  if (!isInTrial()) process.stdout.write(`${jsonObject(fields)}\n`)
  else call(`"call":"report",${step === undefined ? '' : `"step":${jsonNumber(step)},`}"values":${jsonObject(entries)}`)
}

/** Whether the trial is not promising and should end now. */
export function shouldPrune(): boolean {
  return isInTrial() && call('"call":"should_prune"').prune === true
}

/** Attaches a JSON value to the trial. */
export function annotate(name: string, value: unknown): void {
  if (isInTrial()) call(`"call":"annotate","name":${JSON.stringify(name)},"value":${JSON.stringify(value) ?? 'null'}`)
}

const isInTrial = () => process.env.SWEETSPOT_CHANNEL !== undefined

/** JSON has no NaN and no infinities; Sweetspot reads them as Python writes them, which is how JavaScript does. */
const jsonNumber = (value: number) => (Number.isFinite(value) ? JSON.stringify(value) : String(value))
const jsonObject = (entries: readonly (readonly [string, number])[]) =>
  `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${jsonNumber(value)}`).join()}}`

/** Owns the connection, while the thread of the script waits for an answer. */
const WORKER = `
const { connect } = require('node:net')
const { workerData: { path, port, flag } } = require('node:worker_threads')
let buffered = ''
const answer = (text) => {
  port.postMessage(text)
  Atomics.store(flag, 0, 1)
  Atomics.notify(flag, 0)
}
const failed = (text) => answer(JSON.stringify({ error: text }))
const socket = connect(path).setEncoding('utf8')
socket.on('data', (text) => {
  buffered += text
  for (let end = buffered.indexOf('\\n'); end >= 0; end = buffered.indexOf('\\n')) {
    answer(buffered.slice(0, end))
    buffered = buffered.slice(end + 1)
  }
})
let why = 'Sweetspot has ended.'
let isOpen = true
socket.on('error', (error) => { why = 'Sweetspot cannot be reached: ' + error.message + '.' })
socket.on('close', () => { isOpen = false; failed(why) })
port.on('message', (line) => { if (isOpen) socket.write(line); else failed(why) })
`

interface Connection {
  readonly port: MessagePort
  readonly flag: Int32Array
}

let connection: Connection | undefined

/** @param fields - The fields of the request, as JSON without braces. */
function call(fields: string): { readonly prune?: unknown } {
  connection ??= connected()
  const { port, flag } = connection
  Atomics.store(flag, 0, 0)
  port.postMessage(`{"key":${JSON.stringify(process.env.SWEETSPOT_CHANNEL_KEY ?? '')},${fields}}\n`)
  Atomics.wait(flag, 0, 0, TIMEOUT)
  const received = receiveMessageOnPort(port) as { readonly message: string } | undefined
  if (!received) {
    connection = undefined
    throw new Error('Sweetspot does not answer.')
  }
  const reply = JSON.parse(received.message) as { readonly error?: string; readonly prune?: unknown }
  if (reply.error !== undefined) throw new Error(reply.error)
  return reply
}

function connected(): Connection {
  const { port1, port2 } = new MessageChannel()
  const flag = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(WORKER, {
    eval: true,
    // Flags of the script, such as --input-type=module, would change what the code of the worker means.
    execArgv: [],
    workerData: { path: process.env.SWEETSPOT_CHANNEL, port: port2, flag },
    transferList: [port2],
  })
  worker.unref()
  port1.unref()
  return { port: port1, flag }
}
