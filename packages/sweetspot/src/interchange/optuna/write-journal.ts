import { pythonJson } from '../../text/python-json.ts'
import { distributionJson } from './distribution.ts'
import type { OptunaDirection, OptunaState, OptunaStudy, OptunaTrial } from './optuna-study.ts'
import { journalTime } from './time.ts'

const DIRECTIONS: { readonly [direction in OptunaDirection]: number } = { 'not-set': 0, minimize: 1, maximize: 2 }
const STATES: { readonly [state in OptunaState]: number } = { RUNNING: 0, COMPLETE: 1, PRUNED: 2, FAIL: 3, WAITING: 4 }

/** The lines of an Optuna journal file with these studies, which Optuna 4 and 5 read and continue. */
export function* optunaJournalLines(studies: readonly OptunaStudy[]): Generator<string> {
  const line = (operation: object) => `${pythonJson({ ...operation, worker_id: 'sweetspot' })}\n`
  for (const [study_id, { name, directions, userAttributes, systemAttributes, trials }] of studies.entries()) {
    yield line({ op_code: 0, study_name: name, directions: directions.map((each) => DIRECTIONS[each]) })
    for (const [key, value] of Object.entries(userAttributes))
      yield line({ op_code: 2, study_id, user_attr: { [key]: value } })
    for (const [key, value] of Object.entries(systemAttributes))
      yield line({ op_code: 3, study_id, system_attr: { [key]: value } })
    for (const trial of trials) yield line({ op_code: 4, study_id, ...fieldsOf(trial) })
  }
}

function fieldsOf(trial: OptunaTrial): object {
  const { state, values, startedAt, finishedAt, params } = trial
  const [value] = values ?? []
  const isSingle = values?.length === 1
  return {
    datetime_start: startedAt === undefined ? null : journalTime(startedAt),
    ...(finishedAt !== undefined && { datetime_complete: journalTime(finishedAt) }),
    state: STATES[state],
    value: isSingle ? value : null,
    values: isSingle ? null : (values ?? null),
    params: mapped(params, ({ internal }) => internal),
    distributions: mapped(params, ({ distribution }) => distributionJson(distribution)),
    user_attrs: trial.userAttributes,
    system_attrs: trial.systemAttributes,
    intermediate_values: Object.fromEntries(trial.intermediateValues),
  }
}

const mapped = <T, R>(object: { readonly [name: string]: T }, map: (value: T) => R): { readonly [name: string]: R } =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, map(value)]))
