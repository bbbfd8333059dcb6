/**
 * The program of the KerasTuner tutorial in TypeScript: finds two layer sizes and a learning rate for a classifier of
 * handwritten digits, trains the best model fully, and tests it on new images.
 *
 * `npm start` runs it; `npm start -- --help` lists its options.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BayesianOptimization, disposeModel, type HyperParameters, saveModel, withSeed } from '@sweetspot/tfjs'
import * as tf from '@tensorflow/tfjs'
import { resultsTable, type StudySnapshot, SweetspotError, terminalProgress } from 'sweetspot'
import { optimizationHistoryPlot } from 'sweetspot/plots'
import { loadTestDigits, loadTrainingDigits } from './data.ts'
import { buildModel, compileModel } from './model.ts'
import { type Options, parseOptions, USAGE } from './options.ts'
import { say } from './say.ts'

const BATCH = 512
const ALL_IMAGES = 60_000
const SETTLING_SHARE = 0.3
const VALIDATION_SPLIT = 0.1

async function main(options: Options): Promise<void> {
  const began = performance.now()
  const { trials, samples, epochs, seed } = options
  tf.enableProdMode()
  say(`${trials} trials of ${epochs} epochs on ${samples.toLocaleString('en')} images of MNIST.`)
  say('Ctrl-C interrupts; start again to continue.')
  const digits = loadTrainingDigits(samples)

  const interrupt = new AbortController()
  process.once('SIGINT', () => {
    say('\nInterrupted. Finishing the current step;\nCtrl-C again quits at once.')
    interrupt.abort(new Error('interrupted'))
    process.once('SIGINT', () => process.exit(130))
  })

  const progress = terminalProgress({ trials, steps: epochs, stepName: 'epoch' })
  const tuner = new BayesianOptimization(buildModel, {
    objective: 'val_acc',
    maxTrials: trials,
    seed,
    directory: options.out,
    projectName: `mnist-${samples}-images-${epochs}-epochs-seed-${seed}`,
    overwrite: options.fresh,
    observers: [progress],
    signal: interrupt.signal,
    verbose: 0,
  })
  await tuner.search(digits.images, digits.labels, {
    epochs,
    batchSize: BATCH,
    validationSplit: VALIDATION_SPLIT,
  })
  progress.close()
  if (interrupt.signal.aborted) {
    say('The search is saved; start again to continue it.')
    process.exitCode = 130
    return tuner.close()
  }

  const { study } = tuner
  say(`\n${resultsTable(study.snapshot, { width: (process.stderr.columns ?? 101) - 1 })}\n`)
  const [best] = tuner.getBestHyperparameters(1) as [HyperParameters]
  const testAccuracy = await withSeed(seed, () => trainFully(best, options))
  const plot = await savePlot(study.snapshot, options.out)
  const seconds = Math.round((performance.now() - began) / 100) / 10
  say(`Saved the plot in ${plot}`)
  say(`Test accuracy on 10,000 new images: ${(100 * testAccuracy).toFixed(2)} %`)
  say(`Total time: ${seconds} s`)
  if (options.json) {
    const report = {
      trials: study.trials.length,
      bestParams: best.values,
      validationAccuracy: study.best.value,
      testAccuracy,
      seconds,
    }
    console.log(JSON.stringify(report))
  }
  await tuner.close()
}

/**
 * Trains the best model on all 60,000 images, saves it, and returns its accuracy on the test images. The last epochs
 * use a tenth of the learning rate, so that the weights converge.
 */
async function trainFully(hp: HyperParameters, { epochs, out }: Options): Promise<number> {
  say('Training the best model on all 60,000 images.')
  const digits = loadTrainingDigits(ALL_IMAGES)
  const model = buildModel(hp)
  const train = async (from: number, to: number) => {
    await model.fit(digits.images, digits.labels, {
      initialEpoch: from,
      epochs: to,
      batchSize: BATCH,
      verbose: 0,
      callbacks: {
        onEpochEnd: async (epoch, logs) => {
          const accuracy = logs?.['acc']?.toFixed(4)
          say(`Full training: epoch ${epoch + 1} of ${epochs}, accuracy ${accuracy}`)
        },
      },
    })
  }
  const settling = epochs - Math.floor(epochs * SETTLING_SHARE)
  await train(0, settling)
  model.optimizer.dispose()
  compileModel(model, (hp.get('learning_rate') as number) / 10)
  await train(settling, epochs)

  const test = loadTestDigits(10_000)
  const [, accuracy] = model.evaluate(test.images, test.labels, { batchSize: 1_000 }) as [tf.Scalar, tf.Scalar]
  const [value] = await accuracy.data()
  const folder = `${out}/best-model`
  await saveModel(model, folder)
  say(`\nSaved the model in ${relative('.', folder)}`)
  disposeModel(model)
  return value as number
}

async function savePlot(snapshot: StudySnapshot, out: string): Promise<string> {
  await mkdir(out, { recursive: true })
  const file = `${out}/optimization-history.svg`
  await writeFile(file, optimizationHistoryPlot(snapshot))
  return relative('.', file)
}

function readOptions(): Options | undefined {
  try {
    const out = relative('.', fileURLToPath(new URL('../results/', import.meta.url)))
    const options = parseOptions(process.argv.slice(2), out)
    if (options !== 'help') return options
    say(USAGE)
  } catch (error) {
    say(`${USAGE}\n\n${messageOf(error)}`)
    process.exitCode = 2
  }
  return undefined
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Whether the system refused access to a file: such an error is printed without a stack trace. */
function isRefusal(error: unknown): boolean {
  if (error instanceof SweetspotError) return error.code === 'ERR_STORAGE'
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' && ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENOTDIR', 'EEXIST'].includes(code)
}

const options = readOptions()
if (options) {
  try {
    await main(options)
  } catch (error) {
    if (!isRefusal(error)) throw error
    say(`\n${messageOf(error)}\nChoose another folder for the results with --out DIR.`)
    process.exit(1)
  }
}
