import { checkArgument } from '@sweetspot/core'
import * as tf from '@tensorflow/tfjs'
import type { SavedTensor } from './saved-tensor.ts'

/** @throws ERR_INVALID_ARGUMENT for anything but a model of layers */
export function checkModel(given: unknown): void {
  checkArgument('the model', given, isModel(given), 'a LayersModel of TensorFlow.js')
}

/** Whether a value of unknown origin is a model of layers. */
export function isModel(given: unknown): given is tf.LayersModel {
  try {
    return given instanceof tf.LayersModel && Array.isArray(given.weights)
  } catch {
    return false
  }
}

/** @throws ERR_INVALID_ARGUMENT for anything but a checkpoint, as `captureCheckpoint` makes it */
export function checkCheckpoint(given: unknown): void {
  checkArgument('the checkpoint', given, isCheckpoint(given), 'what captureCheckpoint returns')
}

function isCheckpoint(given: unknown): boolean {
  try {
    const { weights, optimizer } = given as { readonly weights: readonly SavedTensor[]; readonly optimizer: unknown }
    return (
      Array.isArray(weights) && weights.every((weight) => Array.isArray(weight.shape)) && typeof optimizer === 'object'
    )
  } catch {
    return false
  }
}

/** @throws ERR_INVALID_ARGUMENT for anything but the path of a folder */
export function checkFolder(given: unknown): void {
  checkArgument('the folder', given, typeof given === 'string' && !given.includes('\0'), 'the path of a folder')
}
