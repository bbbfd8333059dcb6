import { setTimeout as wait } from 'node:timers/promises'
import { causeText, SweetspotError } from '@sweetspot/core'
import { productError } from '../../product-error.ts'
import { isJsonObject, type JsonObject } from '../json-object.ts'

/** A server of MLflow. */
export interface MlflowServer {
  /** Its address without credentials and without a slash at the end. */
  readonly uri: string
  /** The value of the header Authorization. Never part of a message. */
  readonly authorization: string | undefined
  /** Maximum time of a request, in milliseconds. */
  readonly timeout: number
  /** Maximum number of repetitions of a request. */
  readonly retries: number
}

/** The delay before the first repetition, in milliseconds; doubled before each further one. */
const FIRST_DELAY = 250
/** Maximum delay before a repetition, in milliseconds, also if the server asks for more. */
const LONGEST_DELAY = 30_000

/** Statuses after which a request may succeed later. */
const TEMPORARY = new Set([408, 429, 500, 502, 503, 504])

/** Requests to a server of MLflow, repeated if the server is busy or not reachable. */
export class MlflowClient {
  readonly #server: MlflowServer
  #isAnswering = true

  constructor(server: MlflowServer) {
    this.#server = server
  }

  /** Whether the server has answered the last request, if only by a refusal. */
  get isAnswering(): boolean {
    return this.#isAnswering
  }

  /**
   * Asks for something by its name.
   *
   * @returns Undefined if the server does not have it.
   * @throws ERR_SERVER
   */
  get(endpoint: string, query: { readonly [name: string]: string }): Promise<JsonObject | undefined> {
    return this.#send(`${endpoint}?${new URLSearchParams(query).toString()}`, {})
  }

  /** @throws ERR_SERVER */
  async post(endpoint: string, body: object): Promise<JsonObject> {
    const answer = await this.#send(endpoint, jsonRequest(body))
    if (answer) return answer
    throw this.#failure(`does not know ${endpoint}`)
  }

  /**
   * Creates something. If the answer is lost, it may exist: `find` is asked before the request is repeated.
   *
   * @param find - Looks for it; undefined if it does not exist.
   * @returns The answer of the server, or what was found.
   * @throws ERR_SERVER
   */
  async create(endpoint: string, body: object, find: () => Promise<JsonObject | undefined>): Promise<JsonObject> {
    const answer = await this.#send(endpoint, jsonRequest(body), find)
    if (answer) return answer
    throw this.#failure(`does not know ${endpoint}`)
  }

  async #send(
    endpoint: string,
    init: RequestInit,
    find?: () => Promise<JsonObject | undefined>,
  ): Promise<JsonObject | undefined> {
    const { uri, retries } = this.#server
    for (let attempt = 0; ; attempt += 1) {
      const answer = await this.#fetch(`${uri}/api/2.0/mlflow/${endpoint}`, init)
      this.#isAnswering = !(answer instanceof SweetspotError || TEMPORARY.has(answer.response.status))
      if (answer instanceof SweetspotError) {
        if (attempt >= retries) throw answer
        await wait(delayBefore(attempt, null))
      } else {
        const { response, text } = answer
        if (response.ok) return this.#parsed(text)
        if (response.status === 404 && text.includes('RESOURCE_DOES_NOT_EXIST')) return undefined
        // Another process may have created it meanwhile.
        const isThere = find !== undefined && text.includes('RESOURCE_ALREADY_EXISTS')
        const isFinal = (!TEMPORARY.has(response.status) && !isThere) || attempt >= retries
        if (isFinal) throw this.#failure(refusal(response.status, text))
        await wait(delayBefore(attempt, response.headers.get('retry-after')))
      }
      const found = await find?.()
      if (found) return found
    }
  }

  async #fetch(url: string, init: RequestInit) {
    const { authorization, timeout } = this.#server
    const headers = new Headers(init.headers)
    if (authorization !== undefined) headers.set('authorization', authorization)
    try {
      // A redirect would send the token to another server.
      const signal = AbortSignal.timeout(timeout)
      const response = await fetch(url, { ...init, headers, redirect: 'error', signal })
      return { response, text: await response.text() }
    } catch (cause) {
      const why = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
      return this.#failure(`is not reachable: ${causeText(why)}`, cause)
    }
  }

  #parsed(text: string): JsonObject {
    try {
      const json: unknown = text === '' ? {} : JSON.parse(text)
      if (isJsonObject(json)) return json
    } catch (cause) {
      throw this.#failure('did not answer with JSON; is this the address of an MLflow server?', cause)
    }
    throw this.#failure('did not answer with a JSON object')
  }

  #failure(what: string, cause?: unknown): SweetspotError {
    return productError('ERR_SERVER', `The MLflow server ${this.#server.uri} ${what}.`, { cause })
  }
}

const jsonRequest = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

/** Maximum length of the part of an answer that a message shows. */
const SHOWN = 300

function refusal(status: number, text: string): string {
  const hint = status === 401 || status === 403 ? ' Check the token, or MLFLOW_TRACKING_TOKEN' : ''
  const shown = text.replace(/\s+/g, ' ').slice(0, SHOWN)
  return `answered with status ${status}: ${shown}.${hint}`.replace(/\.$/, '')
}

/** The delay before a repetition: that which the server asks for in seconds, or one that doubles. */
function delayBefore(attempt: number, asked: string | null): number {
  const seconds = asked === null || asked.trim() === '' ? Number.NaN : Number(asked)
  const delay = Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : FIRST_DELAY * 2 ** attempt
  return Math.min(delay, LONGEST_DELAY)
}
