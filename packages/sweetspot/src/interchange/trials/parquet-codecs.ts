import zlib from 'node:zlib'
import type { Compressors, FileMetaData } from 'hyparquet'

/** Reads pages of no more than the length that their header says. */
const limited = (length: number) => ({ maxOutputLength: Math.max(length, 1) })

/**
 * The compressions that a Node with these functions reads. Zstandard, the default of Polars, needs Node 22.15 or newer:
 * older ones lack its function, whatever their types say.
 */
export const compressorsOf = ({ zstdDecompressSync }: Partial<typeof zlib>): Compressors => ({
  GZIP: (input, length) => zlib.gunzipSync(input, limited(length)),
  BROTLI: (input, length) => zlib.brotliDecompressSync(input, limited(length)),
  ...(zstdDecompressSync && {
    ZSTD: (input: Uint8Array, length: number) => zstdDecompressSync(input, limited(length)),
  }),
})

export const COMPRESSORS = compressorsOf(zlib)

/** Those that are read without Node. */
const BUILT_IN = ['UNCOMPRESSED', 'SNAPPY']

/** @throws Error if a column has a compression that cannot be read */
export function checkCodecs(
  { row_groups }: Pick<FileMetaData, 'row_groups'>,
  compressors: Compressors = COMPRESSORS,
): void {
  const known = [...BUILT_IN, ...Object.keys(compressors)]
  for (const { columns } of row_groups) {
    const codecs = columns.flatMap(({ meta_data }) => (meta_data ? [meta_data.codec] : []))
    const unknown = codecs.find((codec) => !known.includes(codec))
    if (unknown === undefined) continue
    const why = unknown === 'ZSTD' ? 'needs Node 22.15 or newer' : 'is not supported'
    const among = known.map((codec) => codec.toLowerCase()).join(', ')
    throw new Error(`it is compressed by ${unknown}, which ${why}; this version of Node reads ${among}`)
  }
}
