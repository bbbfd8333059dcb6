export { when } from '../conditions/conditional.ts'
export { boolean, type ChoiceOptions, choice, fixed, ordinal } from './choices.ts'
export { distribution } from './distribution.ts'
export { type FloatOptions, float, type IntOptions, int } from './numbers.ts'
export type {
  BooleanParameter,
  BranchName,
  BranchParameter,
  ChoiceBranches,
  ChoiceParameter,
  Conditional,
  FixedParameter,
  FloatParameter,
  IntParameter,
  OrdinalParameter,
  Parameter,
  Scale,
  Shape,
  ValueTest,
} from './parameter-kinds.ts'
export type { Distribution, DistributionForm, RangePrior } from './prior.ts'
