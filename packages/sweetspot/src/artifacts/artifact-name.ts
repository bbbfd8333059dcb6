import { formatValue, SweetspotError } from '@sweetspot/core'

/** Names of devices, which Windows opens in any folder and with any extension. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

/** Names that are the same file on every system: no separators, no escapes, no hidden files, no dot at the end. */
const SAFE = /^[a-z0-9](?:[a-z0-9._-]{0,126}[a-z0-9_-])?$/i

/**
 * Checks the name of an artifact, which is also the name of its file.
 *
 * @throws ERR_INVALID_NAME
 */
export function checkArtifactName(name: unknown): asserts name is string {
  if (typeof name === 'string' && SAFE.test(name) && !DEVICE.test(name)) return
  throw new SweetspotError(
    'ERR_INVALID_NAME',
    `Invalid artifact name ${formatValue(name)}: use 1 to 128 of the letters a to z, digits, '.', '_' and '-'; begin with a letter or digit, and do not end with '.'. Device names such as CON are reserved.`,
  )
}
