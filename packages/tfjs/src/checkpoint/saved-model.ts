import { causeText, messageOf } from '@sweetspot/core'
import * as tf from '@tensorflow/tfjs'
import { nodeBuiltin } from '../backend/node-builtin.ts'
import { tunerError } from '../tuner-error.ts'
import { checkFolder, checkModel } from './check-model.ts'
import { readFileIfExists, writeFileAtomically } from './files.ts'

const TOPOLOGY_FILE = 'model.json'
const WEIGHTS_FILE = 'weights.bin'

/**
 * Writes a model to a folder in TensorFlow.js' own format (`model.json` and `weights.bin`), which other programs with
 * TensorFlow.js and its converter can read. Plain TensorFlow.js supports `file://` only with tfjs-node.
 *
 * The optimiser's state is not part of it: see {@link captureCheckpoint}.
 *
 * @throws SweetspotError `ERR_STORAGE`, `ERR_UNSUPPORTED_RUNTIME`
 */
export async function saveModel(model: tf.LayersModel, folder: string): Promise<void> {
  checkModel(model)
  checkFolder(folder)
  const { join } = nodeBuiltin('node:path')
  const save = async (artifacts: tf.io.ModelArtifacts): Promise<tf.io.SaveResult> => {
    const { weightData, weightSpecs = [], ...topology } = artifacts
    const json = { ...topology, weightsManifest: [{ paths: [WEIGHTS_FILE], weights: weightSpecs }] }
    const weights = tf.io.CompositeArrayBuffer.join(weightData)
    await writeFileAtomically(join(folder, WEIGHTS_FILE), new Uint8Array(weights))
    await writeFileAtomically(join(folder, TOPOLOGY_FILE), new TextEncoder().encode(JSON.stringify(json)))
    return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) }
  }
  await model.save(tf.io.withSaveHandler(save))
}

/**
 * Loads a layers model from a folder in TensorFlow.js' own format. Compile it before training or evaluating it.
 *
 * @throws SweetspotError `ERR_CHECKPOINT_NOT_FOUND` if there is no `model.json`, `ERR_CORRUPT_CHECKPOINT` if its files
 *   cannot be read as a model, `ERR_UNREGISTERED_CLASS` if TensorFlow.js does not know one of its layers.
 */
export async function loadModel(folder: string): Promise<tf.LayersModel> {
  checkFolder(folder)
  const { join } = nodeBuiltin('node:path')
  const bytes = await readFileIfExists(join(folder, TOPOLOGY_FILE))
  if (bytes === undefined) {
    throw tunerError('ERR_CHECKPOINT_NOT_FOUND', `There is no ${TOPOLOGY_FILE} in ${folder}.`)
  }
  try {
    const json = JSON.parse(new TextDecoder().decode(bytes)) as tf.io.ModelJSON
    const artifacts = await tf.io.getModelArtifactsForJSON(json, (manifest) => readWeights(folder, manifest))
    return await tf.loadLayersModel(tf.io.fromMemory(artifacts))
  } catch (error) {
    const [, kind, name] = UNKNOWN_CLASS.exec(messageOf(error)) ?? []
    if (name !== undefined) {
      const happened = `The model in ${folder} has the ${kind} ${name}, which TensorFlow.js does not know.`
      throw tunerError('ERR_UNREGISTERED_CLASS', happened, { cause: error })
    }
    throw tunerError('ERR_CORRUPT_CHECKPOINT', `The model in ${folder} cannot be read: ${causeText(error)}.`, {
      cause: error,
    })
  }
}

/** TensorFlow.js' message for an unregistered class: `Unknown layer: Antirectifier. This may be due to …`. */
const UNKNOWN_CLASS = /^Unknown (\w+): ([^.\s]+)\. This may be due to/

/** Bytes per number, by type in the file; a text has no fixed size. */
const BYTES = {
  float32: 4,
  int32: 4,
  bool: 1,
  complex64: 8,
  float16: 2,
  uint16: 2,
  uint8: 1,
  string: Number.NaN,
} satisfies Record<tf.io.WeightsManifestEntry['dtype'] | 'float16' | 'uint16' | 'uint8', number>

async function readWeights(
  folder: string,
  manifest: tf.io.WeightsManifestConfig,
): Promise<[tf.io.WeightsManifestEntry[], ArrayBuffer]> {
  const { join, resolve, sep } = nodeBuiltin('node:path')
  const specs = manifest.flatMap(({ weights }) => weights)
  const files: ArrayBuffer[] = []
  for (const path of manifest.flatMap(({ paths }) => paths)) {
    // A foreign model must not make us read files outside its folder.
    if (!resolve(folder, path).startsWith(resolve(folder) + sep)) throw new Error(`${path} is outside the folder`)
    const bytes = await readFileIfExists(join(folder, path))
    if (bytes === undefined) throw new Error(`${path} is missing`)
    files.push(bytes.buffer)
  }
  const data = tf.io.CompositeArrayBuffer.join(files)
  const expected = specs.reduce((sum, { shape, dtype, quantization }) => {
    const length = shape.reduce((product, size) => product * size, 1)
    return sum + length * BYTES[quantization?.dtype ?? dtype]
  }, 0)
  // TensorFlow.js silently replaces missing numbers by zeros.
  if (!Number.isNaN(expected) && expected !== data.byteLength) {
    throw new Error(`expected weights of ${expected} bytes; received ${data.byteLength}`)
  }
  return [specs, data]
}
