import { int, space } from 'sweetspot'

/** The size and the number of hashes of a Bloom filter. */
export const bloomSpace = space({ kilobytes: int(1, 64, { log: true }), hashes: int(1, 16) })
