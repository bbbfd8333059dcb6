import { SweetspotError } from '@sweetspot/core'
import { productError } from '../../product-error.ts'
import { fileError } from '../../text/file-error.ts'
import { parsePythonJson } from '../../text/python-json.ts'
import { parseDistribution } from './distribution.ts'
import type { OptunaAttributes, OptunaParam, OptunaState, OptunaStudy, OptunaTrial } from './optuna-study.ts'
import { type OptunaTimeZone, parseTime } from './time.ts'

/** The version of Optuna's tables, from Optuna 3.2 to 5. */
export const SCHEMA_VERSION = 'v3.2.0.a'

/**
 * Reads the studies of an SQLite database of Optuna, also while Optuna writes it.
 *
 * @throws ERR_INVALID_FILE if the tables are those of another version or program; ERR_FILE_NOT_FOUND; ERR_FILE_ACCESS if
 *   the file cannot be read
 */
export async function readOptunaDatabase(path: string, zone: OptunaTimeZone): Promise<readonly OptunaStudy[]> {
  const { default: Database } = await import('better-sqlite3')
  const database = new Database(path, { readonly: true, fileMustExist: true })
  try {
    // One transaction, so that all tables show the same state.
    return database.transaction(() => studiesOf(database, zone))()
  } catch (cause) {
    if (cause instanceof SweetspotError) throw cause
    throw fileError(path, 'read', cause)
  } finally {
    database.close()
  }
}

interface Statements {
  prepare(sql: string): { all(...values: unknown[]): unknown[] }
}

type Row = { readonly [column: string]: unknown }

function studiesOf(database: Statements, zone: OptunaTimeZone): OptunaStudy[] {
  const rows = (sql: string, ...values: unknown[]) => database.prepare(sql).all(...values) as Row[]
  checkVersion(rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"), () =>
    rows('SELECT version_num FROM alembic_version'),
  )
  const studyAttributes = (table: string, study: unknown) =>
    attributesOf(rows(`SELECT key, value_json FROM study_${table}_attributes WHERE study_id = ?`, study))
  return rows('SELECT study_id, study_name FROM studies ORDER BY study_id').map(({ study_id: id, study_name }) => {
    const ofTrials = (table: string, columns: string, order: string) =>
      Map.groupBy(
        rows(
          `SELECT t.trial_id, ${columns} FROM ${table} t JOIN trials USING (trial_id) WHERE study_id = ? ORDER BY ${order}`,
          id,
        ),
        ({ trial_id }) => trial_id,
      )
    const params = ofTrials('trial_params', 'param_name, param_value, distribution_json', 'param_id')
    const values = ofTrials('trial_values', 'objective, value, value_type AS type', 'objective')
    const steps = ofTrials(
      'trial_intermediate_values',
      'step, intermediate_value AS value, intermediate_value_type AS type',
      'step',
    )
    const user = ofTrials('trial_user_attributes', 'key, value_json', 'trial_user_attribute_id')
    const system = ofTrials('trial_system_attributes', 'key, value_json', 'trial_system_attribute_id')
    const trials = rows('SELECT * FROM trials WHERE study_id = ? ORDER BY number', id).map((row): OptunaTrial => {
      const trial = row.trial_id
      const told = values.get(trial)?.map(numberOf)
      const startedAt = parseTime(row.datetime_start, zone)
      const finishedAt = parseTime(row.datetime_complete, zone)
      return {
        state: row.state as OptunaState,
        ...(told && { values: told }),
        ...(startedAt !== undefined && { startedAt }),
        ...(finishedAt !== undefined && { finishedAt }),
        params: Object.fromEntries((params.get(trial) ?? []).map(paramOf)),
        userAttributes: attributesOf(user.get(trial) ?? []),
        systemAttributes: attributesOf(system.get(trial) ?? []),
        intermediateValues: (steps.get(trial) ?? []).map((each) => [Number(each.step), numberOf(each)]),
      }
    })
    const directions = rows('SELECT direction FROM study_directions WHERE study_id = ? ORDER BY objective', id)
    return {
      name: String(study_name),
      directions: directions.map(({ direction }) =>
        direction === 'MAXIMIZE' ? 'maximize' : direction === 'MINIMIZE' ? 'minimize' : 'not-set',
      ),
      userAttributes: studyAttributes('user', id),
      systemAttributes: studyAttributes('system', id),
      trials,
    }
  })
}

function checkVersion(tables: readonly Row[], versions: () => readonly Row[]): void {
  if (tables.length === 0) throw productError('ERR_INVALID_FILE', 'The database has no tables of Optuna.')
  const found = String(versions()[0]?.version_num)
  if (found === SCHEMA_VERSION) return
  throw productError(
    'ERR_INVALID_FILE',
    `Expected a database of Optuna 3.2 or later, with version ${SCHEMA_VERSION} of its tables; found ${found}. ` +
      'Run `optuna storage upgrade` on a copy of an older one.',
  )
}

const paramOf = ({ param_name, param_value, distribution_json }: Row): [string, OptunaParam] => [
  String(param_name),
  { internal: Number(param_value), distribution: parseDistribution(String(distribution_json)) },
]

/** A number and its type: numbers that are not finite are stored as null. */
function numberOf({ value, type }: Row): number {
  if (type === 'INF_POS') return Number.POSITIVE_INFINITY
  if (type === 'INF_NEG') return Number.NEGATIVE_INFINITY
  return typeof value === 'number' && type !== 'NAN' ? value : Number.NaN
}

const attributesOf = (rows: readonly Row[]): OptunaAttributes =>
  Object.fromEntries(rows.map(({ key, value_json }) => [String(key), parsePythonJson(String(value_json))]))
