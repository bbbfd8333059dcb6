import { readFileSync } from 'node:fs'
import { env, InferenceSession, Tensor } from 'onnxruntime-web'
import type { Params } from 'sweetspot'

/** A file `encoding.json`: the number of each category, by hyperparameter. */
export type Encoding = { readonly [hyperparameter: string]: { readonly [category: string]: number } }

/** The inputs of a surrogate, in its own order. */
export interface SurrogateInputs {
  readonly categories: readonly string[]
  readonly numbers: readonly string[]
}

export interface Surrogate {
  /**
   * All targets for the given hyperparameter values, without inactive ones.
   *
   * @returns One row of targets in the order of the model for each of the values: shape [values, targets].
   */
  predict(values: readonly Params[]): Promise<Float32Array>
}

/**
 * Opens a surrogate network, `model.onnx`, run by WebAssembly on one thread.
 *
 * Inputs: `x_cat` int32 [points, categories], an inactive category as the number of `#na#`; `x_cont` float32 [points,
 * numbers], an inactive number as 0. Output: float32 [points, targets].
 */
export async function openSurrogate(path: string, encoding: Encoding, inputs: SurrogateInputs): Promise<Surrogate> {
  env.wasm.numThreads = 1
  const session = await InferenceSession.create(readFileSync(path))
  const output = session.outputNames[0] as string
  return {
    async predict(values) {
      const categories = values.flatMap((point) =>
        inputs.categories.map((name) => categoryNumber(encoding, name, point[name] ?? '#na#')),
      )
      const numbers = values.flatMap((point) => inputs.numbers.map((name) => (point[name] ?? 0) as number))
      const results = await session.run({
        x_cat: new Tensor('int32', Int32Array.from(categories), [values.length, inputs.categories.length]),
        x_cont: new Tensor('float32', Float32Array.from(numbers), [values.length, inputs.numbers.length]),
      })
      return (results[output] as Tensor).data as Float32Array
    },
  }
}

function categoryNumber(encoding: Encoding, name: string, category: unknown): number {
  const number = encoding[name]?.[String(category)]
  if (number === undefined) throw new Error(`encoding.json has no number for ${name} = ${String(category)}.`)
  return number
}
