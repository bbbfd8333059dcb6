import { checkArgument, SweetspotError } from '@sweetspot/core'
import type { MlflowServer } from './client.ts'

/** Options of the connection to a server of MLflow. */
export interface MlflowServerOptions {
  /** The address of the server. Default: the environment variable `MLFLOW_TRACKING_URI`. */
  readonly uri?: string
  /**
   * The token. Default: the environment variable `MLFLOW_TRACKING_TOKEN`; otherwise the user and password in the
   * address or in `MLFLOW_TRACKING_USERNAME` and `MLFLOW_TRACKING_PASSWORD`.
   */
  readonly token?: string
  /** Maximum time of a request, in milliseconds. Default: 30000. */
  readonly timeout?: number
  /**
   * Maximum number of repetitions of a request that found the server busy (status 408, 429 or 5xx) or not reachable.
   * The delay doubles from 0.25 s. Default: 5.
   */
  readonly retries?: number
}

/**
 * Checks the options of a connection.
 *
 * @throws ERR_INVALID_ARGUMENT
 */
export function mlflowServer(options: MlflowServerOptions, environment: NodeJS.ProcessEnv): MlflowServer {
  const { uri = environment['MLFLOW_TRACKING_URI'], timeout = 30_000, retries = 5 } = options
  const { token = environment['MLFLOW_TRACKING_TOKEN'] } = options
  if (uri === undefined || typeof uri !== 'string' || !URL.canParse(uri)) throw noAddress()
  const { protocol, username, password, origin, pathname, search } = new URL(uri)
  if ((protocol !== 'http:' && protocol !== 'https:') || search !== '') throw noAddress()
  // The value is not shown: it is a secret.
  const isToken = token === undefined || (typeof token === 'string' && /^[\x21-\x7e]+$/.test(token))
  if (!isToken)
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      'Expected the token to be a text of printable ASCII without spaces.',
    )
  const isTime = typeof timeout === 'number' && timeout > 0 && timeout <= 2 ** 31 - 1
  checkArgument('timeout', timeout, isTime, 'a number of milliseconds above 0')
  checkArgument(
    'retries',
    retries,
    Number.isInteger(retries) && retries >= 0 && retries <= 100,
    'an integer from 0 to 100',
  )
  const name = username === '' ? environment['MLFLOW_TRACKING_USERNAME'] : decoded(username)
  const secret = username === '' ? (environment['MLFLOW_TRACKING_PASSWORD'] ?? '') : decoded(password)
  const basic = name === undefined ? undefined : `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`
  const authorization = token === undefined ? basic : `Bearer ${token}`
  return { uri: `${origin}${pathname}`.replace(/\/+$/, ''), authorization, timeout, retries }
}

/** @throws ERR_INVALID_ARGUMENT for a percent sign that begins no escape */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw noAddress('In a user name or password, % is written %25.')
  }
}

/** The address is not shown: it may have a password. */
const noAddress = (hint = '') =>
  new SweetspotError(
    'ERR_INVALID_ARGUMENT',
    `Expected uri, or the environment variable MLFLOW_TRACKING_URI, to be the address of an MLflow server, such as 'http://localhost:5000'. ${hint}`.trim(),
  )
