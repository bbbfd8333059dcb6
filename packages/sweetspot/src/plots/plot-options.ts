import {
  checkArgument,
  type MetricOption,
  type OptionNames,
  optionsReader,
  type ParametersOption,
} from '@sweetspot/core'
import type { PlotOptions, ValuePlotOptions } from './figure.ts'

/** The options of all plots. Each plot has some of them. */
interface AllPlotOptions {
  readonly width?: number
  readonly height?: number
  readonly title?: string
  readonly scale?: 'linear' | 'log'
  readonly columns?: number
  readonly step?: string
}

/** Maximum width and height in pixels. Larger images are a mistake and would exhaust the memory. */
const MAX_SIZE = 100_000

/**
 * Creates a function that reads and checks the options of a plot; see {@link optionsReader}.
 *
 * @param of - The name of the plot.
 */
export function plotOptionsReader<O extends AllPlotOptions>(of: string, names: OptionNames<O>) {
  const read = optionsReader<O>(of, names)
  return (given: O | undefined): O => {
    const options = read(given)
    const { width, height, title, scale, columns, step }: AllPlotOptions = options
    for (const [name, size] of Object.entries({ width, height })) {
      const isSize = size === undefined || (Number.isFinite(size) && size > 0 && size <= MAX_SIZE)
      checkArgument(name, size, isSize, `a number of pixels above 0, up to ${MAX_SIZE}`)
    }
    for (const [name, text] of Object.entries({ title, step })) {
      checkArgument(name, text, text === undefined || typeof text === 'string', 'a text')
    }
    checkArgument('scale', scale, scale === undefined || scale === 'linear' || scale === 'log', "'linear' or 'log'")
    const isCount = columns === undefined || (Number.isSafeInteger(columns) && columns >= 1)
    checkArgument('columns', columns, isCount, 'an integer of at least 1')
    return options
  }
}

/** Returns those options of a plot that belong to its analysis. */
export function analysisOptions<O extends AllPlotOptions>(options: O): Omit<O, keyof AllPlotOptions> {
  const { width: _w, height: _h, title: _t, scale: _s, columns: _c, step: _p, ...chosen } = options
  return chosen
}

/** The names of {@link PlotOptions}, with their names in other libraries. */
export const SIZE_NAMES: OptionNames<PlotOptions> = { width: ['figsize'], height: [], title: [] }

/** The names of {@link ValuePlotOptions}, with their names in other libraries. */
export const VALUE_NAMES: OptionNames<ValuePlotOptions> = { ...SIZE_NAMES, scale: ['log_scale'] }

/** The names of {@link MetricOption}, with their names in other libraries. */
export const METRIC_NAMES: OptionNames<MetricOption> = { metric: ['target_name', 'target', 'objective'] }

/** The names of {@link ParametersOption}, with their names in other libraries. */
export const PARAMETERS_NAMES: OptionNames<ParametersOption> = { parameters: ['params'] }
