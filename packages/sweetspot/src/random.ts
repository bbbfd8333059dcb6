/**
 * The door for pages that count bytes: studies with random, quasi-random or grid search, or with a sampler of your own,
 * without the Gaussian process. It runs everywhere.
 */
export {
  boolean,
  choice,
  createStudy,
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
