import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Params, type SearchSpace, SweetspotError } from 'sweetspot'
import { DEFINITIONS, type Definition } from './yahpo-definitions.ts'
import { type ConfigSpace, searchSpaceOf } from './yahpo-space.ts'
import { type Encoding, openSurrogate, type Surrogate } from './yahpo-surrogate.ts'

/** A scenario's surrogate, to minimise on each of its instances. */
export interface YahpoData {
  readonly space: SearchSpace
  readonly instances: readonly string[]
  /** The least and the largest target value of 500,000 random points, by instance. */
  readonly ranges: ReadonlyMap<string, { readonly min: number; readonly max: number }>
  /** The target values after complete training, for the given params. */
  evaluate(instance: string, params: readonly Params[]): Promise<number[]>
}

/**
 * Opens a scenario.
 *
 * @param folder - The folder with the scenarios' folders and `instance_target_statistics.csv`.
 * @throws ERR_INVALID_ARGUMENT if a file is missing
 */
export function openYahpo(scenario: string, folder: string | undefined): YahpoData {
  const definition = DEFINITIONS[scenario] as Definition
  const { instance: instanceName, fidelity, target, output } = definition
  const config = readJson(fileOf(folder, scenario, 'config_space.json')) as ConfigSpace
  const encoding = readJson(fileOf(folder, scenario, 'encoding.json')) as Encoding
  const model = fileOf(folder, scenario, 'model.onnx')
  const hyperparameter = config.hyperparameters.find(({ name }) => name === instanceName)
  let surrogate: Promise<Surrogate> | undefined
  return {
    space: searchSpaceOf(config, [instanceName, ...Object.keys(fidelity)]),
    instances: hyperparameter?.type === 'categorical' ? hyperparameter.choices : [],
    ranges: readRanges(fileOf(folder, '.', 'instance_target_statistics.csv'), scenario, target),
    async evaluate(instance, params) {
      surrogate ??= openSurrogate(model, encoding, definition)
      const { predict } = await surrogate
      const targets = await predict(params.map((point) => ({ ...point, ...fidelity, [instanceName]: instance })))
      const width = targets.length / params.length
      return params.map((_, index) => targets[index * width + output] as number)
    },
  }
}

function fileOf(folder: string | undefined, ...path: readonly string[]): string {
  const advice = 'Clone slds-lmu/yahpo_data and pass its folder as --data.'
  if (folder === undefined) throw new SweetspotError('ERR_INVALID_ARGUMENT', `This scenario needs data. ${advice}`)
  const file = join(folder, ...path)
  if (!existsSync(file)) throw new SweetspotError('ERR_INVALID_ARGUMENT', `${file} does not exist. ${advice}`)
  return file
}

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))

/** Rows of `metric,statistic,value,scenario,instance`. */
function readRanges(file: string, scenario: string, target: string): YahpoData['ranges'] {
  const rows = readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .map((line) => line.split(','))
    .filter(([metric, , , itsScenario]) => metric === target && itsScenario === scenario)
  const byInstance = Map.groupBy(rows, ([, , , , instance]) => instance as string)
  const statistic = (ofInstance: readonly (readonly string[])[], name: string) =>
    Number(ofInstance.find(([, statistic]) => statistic === name)?.[2])
  return new Map(
    [...byInstance].map(([instance, own]) => [instance, { min: statistic(own, 'min'), max: statistic(own, 'max') }]),
  )
}
