/**
 * Tasks from real tuning: YAHPO Gym's surrogates of learning curves and of XGBoost. Pfisterer, Schneider, Moosbauer,
 * Binder & Bischl, "YAHPO Gym: an efficient multi-objective multi-fidelity benchmark for hyperparameter optimization"
 * (AutoML 2022); the data are in the public repository slds-lmu/yahpo_data.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SweetspotError } from 'sweetspot'
import type { Scenario } from './scenario.ts'
import type { Task } from './task.ts'
import { type ConfigSpace, searchSpaceOf } from './yahpo-space.ts'
import { type Encoding, openSurrogate, type Surrogate, type SurrogateInputs } from './yahpo-surrogate.ts'

interface Definition extends SurrogateInputs {
  /** The hyperparameter that names the instance. */
  readonly instance: string
  /** What is maximised, and its place among the outputs of the model. */
  readonly target: string
  readonly output: number
  /** The values of a complete training. */
  readonly fidelity: { readonly [hyperparameter: string]: number }
  readonly development: readonly string[]
}

/** The order of the inputs is the one that the models were trained with. */
const DEFINITIONS: { readonly [scenario: string]: Definition } = {
  lcbench: {
    instance: 'OpenML_task_id',
    target: 'val_accuracy',
    output: 1,
    fidelity: { epoch: 52 },
    categories: ['OpenML_task_id'],
    numbers: [
      'epoch',
      'batch_size',
      'learning_rate',
      'momentum',
      'weight_decay',
      'num_layers',
      'max_units',
      'max_dropout',
    ],
    development: ['3945', '7593', '34539', '126025', '126026', '126029', '146212', '167104'],
  },
  rbv2_xgboost: {
    instance: 'task_id',
    target: 'acc',
    output: 0,
    fidelity: { trainsize: 1, repl: 10 },
    categories: ['task_id', 'booster', 'num.impute.selected.cpo'],
    numbers: [
      'nrounds',
      'eta',
      'gamma',
      'lambda',
      'alpha',
      'subsample',
      'max_depth',
      'min_child_weight',
      'colsample_bytree',
      'colsample_bylevel',
      'rate_drop',
      'skip_drop',
      'trainsize',
      'repl',
    ],
    development: ['16', '40923', '41143', '470', '1487', '40499', '40966', '41164'],
  },
}

export const YAHPO_SCENARIOS = Object.keys(DEFINITIONS)

/** The extremes are those of 500,000 random points, so that regrets below 1e-4 of the range mean nothing. */
const FLOOR = 1e-4

/**
 * A scenario of YAHPO Gym.
 *
 * @param data - The folder that holds the scenarios' folders and `instance_target_statistics.csv`.
 * @throws ERR_INVALID_ARGUMENT where it does not
 */
export function yahpoScenario(name: string, data: string | undefined): Scenario {
  const definition = DEFINITIONS[name] as Definition
  const { instance: instanceName, development, fidelity, target } = definition
  const config = readJson(fileOf(data, name, 'config_space.json')) as ConfigSpace
  const encoding = readJson(fileOf(data, name, 'encoding.json')) as Encoding
  const ranges = readRanges(fileOf(data, '.', 'instance_target_statistics.csv'), name, target)
  const model = fileOf(data, name, 'model.onnx')
  const hyperparameter = config.hyperparameters.find((each) => each.name === instanceName)
  const instances = hyperparameter?.type === 'categorical' ? hyperparameter.choices : []
  const space = searchSpaceOf(config, [instanceName, ...Object.keys(fidelity)])
  let surrogate: Promise<Surrogate> | undefined

  return {
    name,
    instances,
    development,
    async load(instance): Promise<Task> {
      const { min, max } = ranges.get(instance) ?? {}
      if (min === undefined || max === undefined) throw new Error(`${name} has no range of ${target} for ${instance}.`)
      surrogate ??= openSurrogate(model, encoding, definition)
      const { predict } = await surrogate
      return Object.freeze({
        scenario: name,
        instance,
        space,
        // What is maximised is told with the opposite sign.
        optimum: -max,
        reference: -min,
        floor: FLOOR,
        async evaluate(params) {
          const targets = await predict({ ...params, ...fidelity, [instanceName]: instance })
          const value = -(targets[definition.output] as number)
          return { told: value, judged: value }
        },
      } satisfies Task)
    },
  }
}

function fileOf(data: string | undefined, ...path: readonly string[]): string {
  const advice = 'Clone slds-lmu/yahpo_data and pass its folder as --data.'
  if (data === undefined) throw new SweetspotError('ERR_INVALID_ARGUMENT', `This scenario needs data. ${advice}`)
  const file = join(data, ...path)
  if (!existsSync(file)) throw new SweetspotError('ERR_INVALID_ARGUMENT', `There is no ${file}. ${advice}`)
  return file
}

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))

interface Range {
  min?: number
  max?: number
}

/** The least and the largest value of a target by instance: rows of `metric,statistic,value,scenario,instance`. */
function readRanges(file: string, scenario: string, target: string): ReadonlyMap<string, Readonly<Range>> {
  const ranges = new Map<string, Range>()
  for (const line of readFileSync(file, 'utf8').split(/\r?\n/)) {
    const [metric, statistic, value, itsScenario, instance] = line.split(',')
    if (metric !== target || itsScenario !== scenario || instance === undefined) continue
    const range = ranges.get(instance) ?? {}
    if (statistic === 'min' || statistic === 'max') range[statistic] = Number(value)
    ranges.set(instance, range)
  }
  return ranges
}
