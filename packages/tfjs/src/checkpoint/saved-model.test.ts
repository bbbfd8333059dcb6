import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as tf from '@tensorflow/tfjs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { normal, useBackend } from '../../test/on-backends.ts'
import { disposeModel } from '../backend/dispose-model.ts'
import { loadModel, saveModel } from './saved-model.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sweetspot-model-'))
  await useBackend('wasm')
})
afterAll(() => rm(folder, { recursive: true }))

function buildModel(): tf.LayersModel {
  return tf.sequential({
    layers: [
      tf.layers.conv2d({ filters: 3, kernelSize: 3, activation: 'relu', inputShape: [6, 6, 2] }),
      tf.layers.batchNormalization(),
      tf.layers.flatten(),
      tf.layers.dense({ units: 4, activation: 'softmax' }),
    ],
  })
}

test('loadModel after saveModel predicts the same, to the last bit', async () => {
  const model = buildModel()
  const path = join(folder, 'new', 'model')
  await saveModel(model, path)
  expect((await readdir(path)).sort()).toEqual(['model.json', 'weights.bin'])
  const loaded = await loadModel(path)
  const x = normal([5, 6, 6, 2], 1)
  const [before, after] = tf.tidy(() => [model, loaded].map((one) => (one.predict(x) as tf.Tensor).dataSync()))
  expect(after).toEqual(before)
  await saveModel(loaded, path) // replaces the old one
  expect((await readdir(path)).sort()).toEqual(['model.json', 'weights.bin'])
  for (const one of [model, loaded]) disposeModel(one)
  x.dispose()
})

test('saveModel writes the files of TensorFlow.js', async () => {
  const model = buildModel()
  const path = join(folder, 'format')
  await saveModel(model, path)
  const json: unknown = JSON.parse(await readFile(join(path, 'model.json'), 'utf8'))
  expect(json).toMatchObject({
    format: 'layers-model',
    modelTopology: { class_name: 'Sequential' },
    weightsManifest: [{ paths: ['weights.bin'] }],
  })
  const floats = model.countParams()
  expect((await readFile(join(path, 'weights.bin'))).byteLength).toBe(4 * floats)
  disposeModel(model)
})

class Doubled extends tf.layers.Layer {
  static className = 'DoubledInTest'
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => ([inputs].flat()[0] as tf.Tensor).mul(2))
  }
}

test('loadModel rejects a model with an unregistered class, and loads it once the class is registered', async () => {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] }), new Doubled({})] })
  const path = join(folder, 'custom')
  await saveModel(model, path)
  await expect(loadModel(path)).rejects.toMatchObject({
    code: 'ERR_UNREGISTERED_CLASS',
    message: expect.stringMatching(/the layer DoubledInTest, .*registerClass/s) as string,
  })
  tf.serialization.registerClass(Doubled)
  const loaded = await loadModel(path)
  expect(loaded.countParams()).toBe(3)
  for (const one of [model, loaded]) disposeModel(one)
})

test('loadModel rejects a model with an unregistered initialiser', async () => {
  const path = join(folder, 'initialiser')
  const model = buildModel()
  await saveModel(model, path)
  disposeModel(model)
  const json = await readFile(join(path, 'model.json'), 'utf8')
  await writeFile(join(path, 'model.json'), json.replace('"VarianceScaling"', '"MyScaling"'))
  await expect(loadModel(path)).rejects.toMatchObject({ code: 'ERR_UNREGISTERED_CLASS' })
})

test('loadModel rejects missing, truncated and foreign files with a code', async () => {
  await expect(loadModel(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'ERR_CHECKPOINT_NOT_FOUND' })
  const model = buildModel()
  const path = join(folder, 'broken')
  await saveModel(model, path)
  disposeModel(model)
  await truncate(join(path, 'weights.bin'), 40)
  await expect(loadModel(path)).rejects.toMatchObject({ code: 'ERR_CORRUPT_CHECKPOINT' })
  const json = await readFile(join(path, 'model.json'), 'utf8')
  await writeFile(join(path, 'model.json'), json.replace('weights.bin', '../format/weights.bin'))
  await expect(loadModel(path)).rejects.toThrow(/outside the folder/)
  await writeFile(join(path, 'model.json'), '{')
  await expect(loadModel(path)).rejects.toMatchObject({ code: 'ERR_CORRUPT_CHECKPOINT' })
})
