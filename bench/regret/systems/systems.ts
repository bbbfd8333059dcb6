import { float, type SearchSpace, SweetspotError, space } from 'sweetspot'
import { ourSystem } from './our-samplers.ts'
import { peerSystem } from './peer.ts'
import type { System } from './system.ts'

/** The names of peers, and the Python with them. */
export interface PeerOptions {
  readonly peers: readonly string[]
  readonly python?: string
}

/**
 * Returns a system by name: a peer if it is one of `peers`, otherwise one of our samplers.
 *
 * @throws ERR_INVALID_ARGUMENT for an unknown sampler, and for peers without a Python
 */
export function systemOf(name: string, { peers, python }: PeerOptions): System {
  if (!peers.includes(name)) return ourSystem(name)
  if (python === undefined) {
    const text = 'Peers need --python: the path of a Python made by `npm run bench:peers`.'
    throw new SweetspotError('ERR_INVALID_ARGUMENT', text)
  }
  return peerSystem(name, python)
}

/**
 * Starts every peer once, to detect missing or broken ones before hours of runs.
 *
 * @throws ERR_INVALID_ARGUMENT
 */
export async function checkPeers({ peers, python }: PeerOptions): Promise<void> {
  const line = space({ x: float(0, 1) }) as SearchSpace
  for (const name of peers) {
    const system = systemOf(name, { peers, ...(python !== undefined && { python }) })
    try {
      await system.start({ space: line, seed: 0, trials: 1, parallel: 1 })
    } finally {
      await system.close()
    }
  }
}
