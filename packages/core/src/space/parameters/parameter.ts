export { when } from '../conditions/conditional.ts'
export { boolean, type ChoiceOptions, choice, fixed, ordinal } from './choices.ts'
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
  RangePrior,
  Scale,
  Shape,
  ValueTest,
} from './parameter-kinds.ts'
