import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Checkpoint } from './checkpoint.ts'
import { decodeCheckpoint, encodeCheckpoint } from './codec.ts'
import { crc32 } from './crc32.ts'
import type { SavedTensor, SavedType } from './saved-tensor.ts'

const MAKE = {
  float32: (numbers: number[]) => Float32Array.from(numbers),
  int32: (numbers: number[]) => Int32Array.from(numbers),
  bool: (numbers: number[]) => Uint8Array.from(numbers, (number) => Number(number > 0)),
}

const tensor: fc.Arbitrary<SavedTensor> = fc
  .record({
    name: fc.string({ unit: 'binary' }),
    shape: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 }),
    dtype: fc.constantFrom<SavedType[]>('float32', 'int32', 'bool'),
  })
  .chain(({ name, shape, dtype }) => {
    const length = shape.reduce((product, size) => product * size, 1)
    const numbers = fc.array(fc.oneof(fc.float(), fc.constantFrom(Number.NaN, Infinity, -0)), {
      minLength: length,
      maxLength: length,
    })
    return numbers.map((values) => ({ name, shape, dtype, values: MAKE[dtype](values) }))
  })

const checkpoint: fc.Arbitrary<Checkpoint> = fc.record({
  weights: fc.array(tensor, { maxLength: 4 }),
  optimizer: fc.option(
    fc.record({
      className: fc.string(),
      iterations: fc.maxSafeNat(),
      learningRate: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }).map((rate) => rate + 0)), // JSON has no -0
      slots: fc.array(fc.record({ property: fc.string(), tensors: fc.array(tensor, { maxLength: 3 }) }), {
        maxLength: 3,
      }),
      scalars: fc.array(fc.record({ property: fc.string(), tensor }), { maxLength: 3 }),
    }),
  ),
})

test('decodeCheckpoint inverts encodeCheckpoint, bit by bit', () => {
  fc.assert(
    fc.property(checkpoint, (original) => {
      expect(decodeCheckpoint(encodeCheckpoint(original))).toEqual(original)
    }),
  )
})

test('decodeCheckpoint reads bytes within a larger buffer', () => {
  fc.assert(
    fc.property(checkpoint, fc.integer({ min: 1, max: 9 }), (original, offset) => {
      const bytes = encodeCheckpoint(original)
      const larger = new Uint8Array(bytes.length + 20).fill(0xff)
      larger.set(bytes, offset)
      expect(decodeCheckpoint(larger.subarray(offset, offset + bytes.length))).toEqual(original)
    }),
  )
})

const code = (bytes: Uint8Array): unknown => {
  try {
    decodeCheckpoint(bytes)
    return 'decoded'
  } catch (error) {
    return (error as { code?: unknown }).code
  }
}

test('decodeCheckpoint detects a changed bit, missing bytes and surplus bytes', () => {
  fc.assert(
    fc.property(checkpoint, fc.nat(), fc.integer({ min: 0, max: 7 }), (original, position, bit) => {
      const bytes = encodeCheckpoint(original)
      const at = position % bytes.length
      const changed = bytes.slice()
      changed[at] = (changed[at] ?? 0) ^ (1 << bit)
      // A changed version number looks like a newer version.
      expect(code(changed)).toBe(
        at >= 4 && at < 8 && new DataView(changed.buffer).getUint32(4, true) > 1
          ? 'ERR_UNSUPPORTED_VERSION'
          : 'ERR_CORRUPT_CHECKPOINT',
      )
      expect(code(bytes.slice(0, at))).toBe('ERR_CORRUPT_CHECKPOINT')
      expect(code(Uint8Array.from([...bytes, 0]))).toBe('ERR_CORRUPT_CHECKPOINT')
    }),
  )
})

/** Bytes with a correct checksum for any description and numbers. */
function forge(description: unknown, numbers: number): Uint8Array {
  const json = new TextEncoder().encode(typeof description === 'string' ? description : JSON.stringify(description))
  const numbersAt = Math.ceil((16 + json.length) / 4) * 4
  const bytes = new Uint8Array(numbersAt + numbers)
  bytes.set(json, 16)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, 0x50435753, true)
  view.setUint32(4, 1, true)
  view.setUint32(12, json.length, true)
  view.setUint32(8, crc32(bytes.subarray(12)), true)
  return bytes
}

const weight = { name: 'w', shape: [2], dtype: 'float32' }
const optimizer = { className: 'SGD', iterations: 0, learningRate: 1, slots: [], scalars: [] }

test('decodeCheckpoint validates every value of a forged description', () => {
  expect(code(forge({ weights: [weight], optimizer }, 8))).toBe('decoded') // so that the others fail for their own reason
  for (const description of [
    '',
    '{',
    'null',
    [],
    {},
    { weights: {}, optimizer },
    { weights: [null], optimizer },
    { weights: [{ ...weight, name: 1 }], optimizer },
    { weights: [{ ...weight, shape: [-2] }], optimizer },
    { weights: [{ ...weight, shape: [1.5] }], optimizer },
    { weights: [{ ...weight, shape: [2 ** 52, 2 ** 52] }], optimizer },
    { weights: [{ ...weight, shape: '2' }], optimizer },
    { weights: [{ ...weight, dtype: 'string' }], optimizer },
    { weights: [{ ...weight, dtype: 'constructor' }], optimizer },
    { weights: [weight, weight], optimizer },
    { weights: [], optimizer },
    { weights: [weight] },
    { weights: [weight], optimizer: [] },
    { weights: [weight], optimizer: { ...optimizer, iterations: -1 } },
    { weights: [weight], optimizer: { ...optimizer, learningRate: '1' } },
    { weights: [weight], optimizer: { ...optimizer, slots: [{ property: 'm' }] } },
    { weights: [weight], optimizer: { ...optimizer, scalars: [{ property: 'm', tensor: null }] } },
  ]) {
    expect([description, code(forge(description, 8))]).toEqual([description, 'ERR_CORRUPT_CHECKPOINT'])
  }
})

test('decodeCheckpoint rejects versions below 1, and versions of newer programs', () => {
  const bytes = forge({ weights: [], optimizer }, 0)
  const versions = [0, 1, 2].map((version) => {
    new DataView(bytes.buffer).setUint32(4, version, true)
    return code(bytes)
  })
  expect(versions).toEqual(['ERR_CORRUPT_CHECKPOINT', 'decoded', 'ERR_UNSUPPORTED_VERSION'])
})

test('crc32 of the check string', () => {
  // "Check" of CRC-32/ISO-HDLC in the catalogue of parametrised CRC algorithms; Python zlib.crc32(b'123456789').
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926)
})
