/**
 * A small entry point without Gaussian processes, for web pages with a size limit: studies with random, quasi-random or
 * grid search, or with your own sampler. It runs in every JavaScript runtime.
 *
 * @module
 */
export { SweetspotError } from './errors.ts'
export { memoryStorage } from './journal/memory-storage.ts'
export { medianPruner } from './pruners/median.ts'
export { gridSampler } from './samplers/grid.ts'
export { quasiRandomSampler } from './samplers/quasi-random.ts'
export { randomSampler } from './samplers/random.ts'
export { boolean, choice, distribution, fixed, float, int, ordinal, when } from './space/parameters/parameter.ts'
export { sampleParams } from './space/sample.ts'
export { type InferParams, space } from './space/search-space.ts'
export { createStudy } from './study/create-random-study.ts'
export { TrialPruned } from './study/results/outcome.ts'
