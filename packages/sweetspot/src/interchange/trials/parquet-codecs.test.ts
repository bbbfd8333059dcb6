import { type FileMetaData, parquetMetadata } from 'hyparquet'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { expect, it } from 'vitest'
import { checkCodecs, compressorsOf } from './parquet-codecs.ts'

function written(codec: 'ZSTD' | 'GZIP'): FileMetaData {
  const columnData = [{ name: 'values.loss', data: [2, 3], type: 'DOUBLE' as const }]
  return parquetMetadata(
    parquetWriteBuffer({ columnData, codec, compressors: { [codec]: (page: Uint8Array) => page } }),
  )
}

it('checkCodecs says which version of Node reads zstd, if this one does not', () => {
  const older = compressorsOf({})
  expect(() => checkCodecs(written('GZIP'), older)).not.toThrow()
  expect(() => checkCodecs(written('ZSTD'), older)).toThrow(
    /^it is compressed by ZSTD, which needs Node 22\.15 or newer; this version of Node reads uncompressed, snappy, gzip, brotli$/,
  )
})
