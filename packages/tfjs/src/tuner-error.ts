import { SweetspotError, type TunerErrorCode } from '@sweetspot/core'

/** The codes of errors that only this package throws, with the advice that ends each message. */
export const TUNER_ERRORS = {
  ERR_INVALID_OBJECTIVE:
    'Name the metric, and give its direction if it cannot be inferred: { name: "val_f1", direction: "maximize" }.',
  ERR_INVALID_MODEL: 'Return a compiled TensorFlow.js LayersModel from buildModel.',
  ERR_MODEL_TOO_LARGE: 'Raise maxModelSize, or narrow the ranges that make models large.',
  ERR_BACKEND_UNAVAILABLE: 'Install the package of the TensorFlow.js backend, or choose another one.',
  ERR_CORRUPT_CHECKPOINT: 'Delete this checkpoint and train the model again; nothing was restored from it.',
  ERR_UNREGISTERED_CLASS:
    'Register the class with `tf.serialization.registerClass` before the model is loaded; its files are intact.',
  ERR_CHECKPOINT_MISMATCH: 'Restore it into a model of the same layers, compiled with the same kind of optimiser.',
  ERR_CHECKPOINT_NOT_FOUND: 'Keep more checkpoints, or train the model again with these hyperparameters.',
} as const satisfies Record<TunerErrorCode, string>

/**
 * Creates an error of this package.
 *
 * @param happened - What happened, as one or more sentences.
 */
export function tunerError(code: TunerErrorCode, happened: string, options?: ErrorOptions): SweetspotError {
  return new SweetspotError(code, happened, { ...options, advice: TUNER_ERRORS[code] })
}
