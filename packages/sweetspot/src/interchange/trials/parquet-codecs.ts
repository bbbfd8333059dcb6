import zlib from 'node:zlib'
import type { Compressors, FileMetaData } from 'hyparquet'

/** Reads pages of no more than the length that their header says. */
const limited = (length: number) => ({ maxOutputLength: Math.max(length, 1) })

/** The compressions that Node reads. Zstandard, the default of Polars, needs Node 22.15 or newer. */
export const COMPRESSORS: Compressors = {
  GZIP: (input, length) => zlib.gunzipSync(input, limited(length)),
  BROTLI: (input, length) => zlib.brotliDecompressSync(input, limited(length)),
  // Missing in older versions of Node, whatever their types say.
  ...('zstdDecompressSync' in zlib && {
    ZSTD: (input: Uint8Array, length: number) => zlib.zstdDecompressSync(input, limited(length)),
  }),
}

/** Those that are read without Node. */
const BUILT_IN = new Set<string>(['UNCOMPRESSED', 'SNAPPY'])

/** @throws Error if a column has a compression that cannot be read */
export function checkCodecs({ row_groups }: FileMetaData): void {
  for (const { columns } of row_groups) {
    const codecs = columns.flatMap(({ meta_data }) => (meta_data ? [meta_data.codec] : []))
    const unknown = codecs.find((codec) => !BUILT_IN.has(codec) && COMPRESSORS[codec] === undefined)
    if (unknown === undefined) continue
    throw new Error(`it is compressed by ${unknown}, which is not supported; write it with snappy, gzip or zstd`)
  }
}
