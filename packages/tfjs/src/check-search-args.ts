import { checkArgument, isList, SweetspotError } from '@sweetspot/core'
import * as tf from '@tensorflow/tfjs'
import { formatGiven } from './format-given.ts'
import { isDataset, type SearchArgs, type TrainingData } from './training-data.ts'
import { checkPositive } from './tuner-options.ts'

/**
 * Checks the data and arguments of a search for what every training would fail with or silently ignore.
 *
 * @throws ERR_INVALID_ARGUMENT
 */
export function checkSearchArgs(data: TrainingData, args: SearchArgs): void {
  checkCounts(args)
  const { sampleWeight, shuffle, validationData } = args
  if (sampleWeight !== undefined && sampleWeight !== null) {
    throw invalid('TensorFlow.js does not support sampleWeight: pass classWeight, or weight the samples in the loss.')
  }
  if ((shuffle as unknown) === 'batch')
    throw invalid("TensorFlow.js does not support shuffle: 'batch': pass true or false.")
  if (validationData !== undefined && !isDataset(validationData)) checkValidationData(validationData)
  if ('dataset' in data) return
  const rows = rowsOf('x', data.x)
  if (rowsOf('y', data.y) !== rows) {
    throw invalid(`Expected as many rows in y as in x; received ${rows} in x and ${rowsOf('y', data.y)} in y.`)
  }
  checkSplit(rows, args)
}

function checkCounts({ epochs, initialEpoch, batchSize, batchesPerEpoch }: SearchArgs): void {
  for (const [name, count] of Object.entries({ epochs, batchSize, batchesPerEpoch })) checkPositive(name, count)
  if (initialEpoch === undefined) return
  const isValid = Number.isSafeInteger(initialEpoch) && initialEpoch >= 0 && initialEpoch < (epochs ?? 1)
  checkArgument('initialEpoch', initialEpoch, isValid, 'an integer from 0 to below epochs')
}

function checkSplit(rows: number, { validationSplit, validationData }: SearchArgs): void {
  if (validationSplit === undefined) return
  const isValid = typeof validationSplit === 'number' && validationSplit >= 0 && validationSplit < 1
  checkArgument('validationSplit', validationSplit, isValid, 'from 0 to below 1')
  if (validationSplit === 0 || validationData !== undefined) return
  const trained = Math.floor(rows * (1 - validationSplit))
  if (trained >= 1 && trained < rows) return
  throw invalid(
    `validationSplit: ${validationSplit} of ${rows} rows leaves ${trained} for training and ${rows - trained} for ` +
      'validation; both need at least one.',
  )
}

function checkValidationData(validationData: unknown): void {
  if (!isList(validationData) || validationData.length !== 2) {
    const isWeighted = isList(validationData) && validationData.length === 3
    const weights = isWeighted ? ' TensorFlow.js does not support weights of samples.' : ''
    throw invalid(`Expected validationData to be [x, y]; received ${formatGiven(validationData)}.${weights}`)
  }
  const [x, y] = validationData.map((tensors, index) => rowsOf(`validationData[${index}]`, tensors)) as [number, number]
  if (x !== y) throw invalid(`Expected as many rows in both parts of validationData; received ${x} and ${y}.`)
}

/** Returns the common number of rows of the tensors of an argument. */
function rowsOf(name: string, given: unknown): number {
  const tensors = tensorsOf(given)
  if (!tensors) {
    const isNumeric = isList(given) || ArrayBuffer.isView(given)
    const hint = isNumeric ? `: pass tf.tensor(${name}).` : '.'
    throw invalid(
      `Expected ${name} to be a tensor, or several in a list or by name; received ${formatGiven(given)}${hint}`,
    )
  }
  const rows = new Set(tensors.map((tensor) => checkedRows(name, tensor)))
  if (rows.size === 1) return [...rows][0] as number
  throw invalid(`Expected the same number of rows in all tensors of ${name}; received ${[...rows].join(', ')}.`)
}

function checkedRows(name: string, tensor: tf.Tensor): number {
  if (tensor.isDisposed) throw invalid(`A tensor of ${name} has been disposed: keep it until the search is over.`)
  const [rows] = tensor.shape
  if (rows !== undefined && rows > 0) return rows
  throw invalid(`Expected ${name} to have rows; received a tensor of shape [${tensor.shape.join(', ')}].`)
}

/** Returns the tensors of an argument; undefined if it has none, or anything else. */
function tensorsOf(given: unknown): readonly tf.Tensor[] | undefined {
  try {
    const tensors: readonly unknown[] = given instanceof tf.Tensor ? [given] : Object.values(given as object)
    const areTensors = tensors.length > 0 && tensors.every((tensor) => tensor instanceof tf.Tensor)
    return areTensors ? (tensors as readonly tf.Tensor[]) : undefined
  } catch {
    return undefined
  }
}

const invalid = (happened: string) => new SweetspotError('ERR_INVALID_ARGUMENT', happened)
