import { type SweetspotError, studyError } from '@sweetspot/core'
import { tunerError } from '../tuner-error.ts'
import type { Checkpoint } from './checkpoint.ts'
import { crc32 } from './crc32.ts'
import { type Described, type Description, describe, parseDescription } from './description.ts'
import type { SavedTensor, SavedType, TensorValues } from './saved-tensor.ts'

/** `SWCP` in ASCII. */
const MAGIC = 0x50435753
const VERSION = 1
/** Magic, version, checksum of all following bytes, length of the description: four little-endian integers. */
const HEADER_BYTES = 16
const ALIGNMENT = 4

/**
 * Encodes a checkpoint as bytes: a header of 16 bytes, a description of the tensors as JSON, and their numbers, each
 * tensor at a multiple of four bytes. Numbers are little-endian, as on every machine that runs JavaScript engines
 * today. A model of n weights with Adam takes little more than 12 n bytes.
 */
export function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array {
  const { description, tensors } = describe(checkpoint)
  const json = new TextEncoder().encode(JSON.stringify(description))
  const numbersAt = aligned(HEADER_BYTES + json.length)
  const size = tensors.reduce((at, { values }) => aligned(at + values.byteLength), numbersAt)
  const bytes = new Uint8Array(size)
  bytes.set(json, HEADER_BYTES)
  let at = numbersAt
  for (const { values } of tensors) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at)
    at = aligned(at + values.byteLength)
  }
  const header = new DataView(bytes.buffer)
  header.setUint32(0, MAGIC, true)
  header.setUint32(4, VERSION, true)
  header.setUint32(12, json.length, true)
  header.setUint32(8, crc32(bytes.subarray(12)), true)
  return bytes
}

/**
 * Decodes the bytes of {@link encodeCheckpoint}, and validates everything.
 *
 * @throws SweetspotError `ERR_CORRUPT_CHECKPOINT`, or `ERR_UNSUPPORTED_VERSION` for bytes of a newer version.
 */
export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
  if (bytes.length < HEADER_BYTES) throw corrupt('it is too short')
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (header.getUint32(0, true) !== MAGIC) throw corrupt('it does not start with the bytes of a checkpoint')
  const version = header.getUint32(4, true)
  if (version > VERSION) {
    throw studyError(
      'ERR_UNSUPPORTED_VERSION',
      `Expected a checkpoint of version ${VERSION}; received version ${version}. Update @sweetspot/tfjs.`,
    )
  }
  if (version !== VERSION) throw corrupt(`its version ${version} is invalid`)
  if (header.getUint32(8, true) !== crc32(bytes.subarray(12))) throw corrupt('its checksum is wrong')
  const jsonEnd = HEADER_BYTES + header.getUint32(12, true)
  if (jsonEnd > bytes.length) throw corrupt('its description is cut off')
  return read(parseDescription(bytes.subarray(HEADER_BYTES, jsonEnd)), bytes, aligned(jsonEnd))
}

/** Adds the numbers to a description; there must be exactly as many as it requires. */
function read(description: Description, bytes: Uint8Array, numbersAt: number): Checkpoint {
  let at = numbersAt
  const next = ({ name, shape, dtype }: Described): SavedTensor => {
    const length = shape.reduce((product, size) => product * size, 1)
    const end = at + length * BYTES[dtype]
    if (end > bytes.length) throw corrupt(`the numbers of ${name} are cut off`)
    const values = VIEW[dtype](bytes.slice(at, end))
    at = aligned(end)
    return { name, shape, dtype, values }
  }
  const weights = description.weights.map(next)
  const saved = description.optimizer
  const optimizer =
    saved === null
      ? null
      : {
          ...saved,
          slots: saved.slots.map(({ property, tensors }) => ({ property, tensors: tensors.map(next) })),
          scalars: saved.scalars.map(({ property, tensor }) => ({ property, tensor: next(tensor) })),
        }
  if (at !== bytes.length) throw corrupt('there are bytes after its end')
  return { weights, optimizer }
}

const BYTES: Record<SavedType, number> = { float32: 4, int32: 4, bool: 1 }

const VIEW: { [Type in SavedType]: (bytes: Uint8Array<ArrayBuffer>) => TensorValues[Type] } = {
  float32: ({ buffer }) => new Float32Array(buffer),
  int32: ({ buffer }) => new Int32Array(buffer),
  bool: (bytes) => bytes,
}

function aligned(offset: number): number {
  return Math.ceil(offset / ALIGNMENT) * ALIGNMENT
}

function corrupt(what: string): SweetspotError {
  return tunerError('ERR_CORRUPT_CHECKPOINT', `The checkpoint cannot be read: ${what}.`)
}
