/**
 * A small entry point without Gaussian processes, for web pages with a size limit: studies with random, quasi-random or
 * grid search, or with your own sampler. It runs in every JavaScript runtime.
 *
 * @module
 */
export {
  boolean,
  choice,
  createStudy,
  distribution,
  fixed,
  float,
  gridSampler,
  type InferParams,
  int,
  medianPruner,
  memoryStorage,
  ordinal,
  quasiRandomSampler,
  randomSampler,
  SweetspotError,
  sampleParams,
  space,
  TrialPruned,
  when,
} from '@sweetspot/core/random'
