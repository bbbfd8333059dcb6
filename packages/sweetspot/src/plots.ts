/**
 * Plots: each function draws a study, or the result of an analysis, as SVG text, in Node and in browsers.
 *
 * @module
 */
export { type AttributePlotOptions, attributePlot } from './plots/attribute-plot.ts'
export { durationPlot } from './plots/duration-plot.ts'
export { type EdfPlotOptions, edfPlot } from './plots/edf-plot.ts'
export type { PlotOptions, ValuePlotOptions } from './plots/figure.ts'
export { type IntermediateValuesPlotOptions, intermediateValuesPlot } from './plots/intermediate-values-plot.ts'
export { type OptimizationHistoryPlotOptions, optimizationHistoryPlot } from './plots/optimization-history-plot.ts'
export { type ParallelCoordinatesPlotOptions, parallelCoordinatesPlot } from './plots/parallel-coordinates-plot.ts'
export type { Studies } from './plots/plot-data.ts'
export { type SlicePlotOptions, type SlicePlotStyle, slicePlot } from './plots/slice-plot.ts'
export { type SurrogatePlotOptions, surrogatePlot } from './plots/surrogate-plot.ts'
export { timelinePlot } from './plots/timeline-plot.ts'
