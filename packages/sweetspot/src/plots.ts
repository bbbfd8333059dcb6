/**
 * Plots: each function draws a part of the analysis as SVG text, in Node and in browsers.
 *
 * @module
 */
export { type EdfPlotOptions, edfPlot } from './plots/edf-plot.ts'
export type { PlotOptions } from './plots/figure.ts'
export { type IntermediateValuesPlotOptions, intermediateValuesPlot } from './plots/intermediate-values-plot.ts'
export { type OptimizationHistoryPlotOptions, optimizationHistoryPlot } from './plots/optimization-history-plot.ts'
export { type ParallelCoordinatesPlotOptions, parallelCoordinatesPlot } from './plots/parallel-coordinates-plot.ts'
export { type SlicePlotOptions, slicePlot } from './plots/slice-plot.ts'
export { surrogatePlot } from './plots/surrogate-plot.ts'
