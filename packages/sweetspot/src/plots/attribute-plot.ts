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

/** Options of {@link attributePlot}; `metric` and `attributes` say what is drawn of a study. */
export interface AttributePlotOptions extends SlicePlotStyle, MetricOption, AttributesChoice {}

/**
 * The value of each completed trial against attributes that were attached to it, one panel for each: an SVG document.
 *
 * @param source - A study, a snapshot, or what `attributeSlices` returned.
 * @throws ERR_INVALID_ARGUMENT for anything else and for an attribute that no completed trial has; ERR_UNKNOWN_METRIC
 */
export function attributePlot(source: StudyOrSnapshot | SliceData, options?: AttributePlotOptions): string {
  const read = readOptions(options)
  const chosen = analysisOptions(read)
  const data = plotData(source, 'slices', (study: StudyOrSnapshot) => attributeSlices(study, chosen))
  return slicePanels(data, read, { title: 'Attributes, one at a time', none: 'No trial has an attribute.' })
}

const readOptions = plotOptionsReader<AttributePlotOptions>('attributePlot', {
  ...PANEL_NAMES,
  ...METRIC_NAMES,
  attributes: ['user_attrs', 'userAttrs'],
})
