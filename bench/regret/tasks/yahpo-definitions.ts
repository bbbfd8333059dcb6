import type { SurrogateInputs } from './yahpo-surrogate.ts'

/** The used parts of a scenario's surrogate, and the instances for tuning. */
export interface Definition extends SurrogateInputs {
  /** The hyperparameter that names the instance. */
  readonly instance: string
  /** The target to maximise, and its index among the outputs of the model. */
  readonly target: string
  readonly output: number
  /** The values of complete training. */
  readonly fidelity: { readonly [hyperparameter: string]: number }
  readonly development: readonly string[]
}

/** Inputs are in the order in which the models were trained. */
export const DEFINITIONS: { readonly [scenario: string]: Definition } = {
  lcbench: {
    instance: 'OpenML_task_id',
    target: 'val_accuracy',
    output: 1,
    fidelity: { epoch: 52 },
    categories: ['OpenML_task_id'],
    numbers: [
      'epoch',
      'batch_size',
      'learning_rate',
      'momentum',
      'weight_decay',
      'num_layers',
      'max_units',
      'max_dropout',
    ],
    development: ['3945', '7593', '34539', '126025', '126026', '126029', '146212', '167104'],
  },
  rbv2_xgboost: {
    instance: 'task_id',
    target: 'acc',
    output: 0,
    fidelity: { trainsize: 1, repl: 10 },
    categories: ['task_id', 'booster', 'num.impute.selected.cpo'],
    numbers: [
      'nrounds',
      'eta',
      'gamma',
      'lambda',
      'alpha',
      'subsample',
      'max_depth',
      'min_child_weight',
      'colsample_bytree',
      'colsample_bylevel',
      'rate_drop',
      'skip_drop',
      'trainsize',
      'repl',
    ],
    development: ['16', '40923', '41143', '470', '1487', '40499', '40966', '41164'],
  },
}
