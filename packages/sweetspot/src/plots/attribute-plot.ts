import {
  type AttributesChoice,
  attributeSlices,
  type MetricOption,
  type SliceData,
  type StudyOrSnapshot,
} from '@sweetspot/core'
import { plotData } from './plot-data.ts'
import { analysisOptions, METRIC_NAMES, plotOptionsReader } from './plot-options.ts'
import { PANEL_NAMES, type SlicePlotStyle, slicePanels } from './slice-plot.ts'

/** Options of {@link attributePlot}; `metric` and `attributes` select the data of a study. */
export interface AttributePlotOptions extends SlicePlotStyle, MetricOption, AttributesChoice {}

/**
 * Draws the value of each completed trial against its attributes, one panel each, as an SVG document.
 *
 * @param source - A study, a snapshot, or the result of `attributeSlices`.
 * @throws ERR_INVALID_ARGUMENT for any other source and for an attribute that no completed trial has;
 *   ERR_UNKNOWN_METRIC
 */
export function attributePlot(source: StudyOrSnapshot | SliceData, options?: AttributePlotOptions): string {
  const read = readOptions(options)
  const chosen = analysisOptions(read)
  const data = plotData(source, 'slices', (study: StudyOrSnapshot) => attributeSlices(study, chosen))
  return slicePanels(data, read, { title: 'Values by attribute', none: 'No trial has an attribute.' })
}

const readOptions = plotOptionsReader<AttributePlotOptions>('attributePlot', {
  ...PANEL_NAMES,
  ...METRIC_NAMES,
  attributes: ['user_attrs', 'userAttrs'],
})
