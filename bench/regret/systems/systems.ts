import { float, type SearchSpace, SweetspotError, space } from 'sweetspot'
import { ourSystem } from './our-samplers.ts'
import { peerSystem } from './peer.ts'
import type { System } from './system.ts'

/** Which names are peers', and the Python that has them. */
export interface PeerOptions {
  readonly peers: readonly string[]
  readonly python?: string
}

/**
 * A system by name: a peer's where it is one of `peers`, else one of our samplers.
 *
 * @throws ERR_INVALID_ARGUMENT for a sampler that is not there, and for peers without a Python
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
 * Starts every peer once, so that one that is missing or does not work is known before hours of runs.
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
