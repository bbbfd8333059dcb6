import { pythonJson } from '../../text/python-json.ts'
import { distributionJson } from './distribution.ts'
import type { OptunaAttributes, OptunaStudy, OptunaTrial } from './optuna-study.ts'
import { SCHEMA_VERSION } from './read-database.ts'
import { databaseTime } from './time.ts'

/** The version of Optuna whose conventions the file follows: times are in UTC. */
const LIBRARY_VERSION = '5.0.0'

/** Writes an SQLite database of Optuna with these studies to a new file, which Optuna 4 and 5 open and continue. */
export async function writeOptunaDatabase(path: string, studies: readonly OptunaStudy[]): Promise<void> {
  const { default: Database } = await import('better-sqlite3')
  const database = new Database(path)
  try {
    database.transaction(() => {
      database.exec(TABLES)
      const insert = (table: string, row: { readonly [column: string]: string | number | null }) => {
        const columns = Object.keys(row)
        const places = columns.map(() => '?').join(', ')
        return Number(
          database.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`).run(Object.values(row))
            .lastInsertRowid,
        )
      }
      insert('alembic_version', { version_num: SCHEMA_VERSION })
      insert('version_info', { version_info_id: 1, schema_version: 12, library_version: LIBRARY_VERSION })
      for (const study of studies) insertStudy(insert, study)
    })()
  } finally {
    database.close()
  }
}

type Insert = (table: string, row: { readonly [column: string]: string | number | null }) => number

function insertStudy(insert: Insert, study: OptunaStudy): void {
  const study_id = insert('studies', { study_name: study.name })
  for (const [objective, direction] of study.directions.entries())
    insert('study_directions', { study_id, objective, direction: direction.toUpperCase().replace('-', '_') })
  insertAttributes(insert, 'study_user_attributes', { study_id }, study.userAttributes)
  insertAttributes(insert, 'study_system_attributes', { study_id }, study.systemAttributes)
  for (const [number, trial] of study.trials.entries()) insertTrial(insert, study_id, number, trial)
}

function insertTrial(insert: Insert, study_id: number, number: number, trial: OptunaTrial): void {
  const { startedAt, finishedAt } = trial
  const trial_id = insert('trials', {
    number,
    study_id,
    state: trial.state,
    datetime_start: startedAt === undefined ? null : databaseTime(startedAt),
    datetime_complete: finishedAt === undefined ? null : databaseTime(finishedAt),
  })
  for (const [param_name, { internal, distribution }] of Object.entries(trial.params)) {
    const distribution_json = distributionJson(distribution)
    insert('trial_params', { trial_id, param_name, param_value: internal, distribution_json })
  }
  for (const [objective, value] of (trial.values ?? []).entries())
    insert('trial_values', { trial_id, objective, value: finiteOrNull(value), value_type: typeOf(value) })
  for (const [step, value] of trial.intermediateValues) {
    insert('trial_intermediate_values', {
      trial_id,
      step,
      intermediate_value: finiteOrNull(value),
      intermediate_value_type: typeOf(value),
    })
  }
  insertAttributes(insert, 'trial_user_attributes', { trial_id }, trial.userAttributes)
  insertAttributes(insert, 'trial_system_attributes', { trial_id }, trial.systemAttributes)
}

function insertAttributes(
  insert: Insert,
  table: string,
  owner: { readonly [column: string]: number },
  attributes: OptunaAttributes,
): void {
  for (const [key, value] of Object.entries(attributes))
    insert(table, { ...owner, '"key"': key, value_json: pythonJson(value) })
}

const finiteOrNull = (value: number) => (Number.isFinite(value) ? value : null)

const typeOf = (value: number) =>
  Number.isNaN(value) ? 'NAN' : Number.isFinite(value) ? 'FINITE' : value > 0 ? 'INF_POS' : 'INF_NEG'

const attributes = (owner: 'study' | 'trial', table: string) => `
  CREATE TABLE ${owner}_${table}_attributes (
    ${owner}_${table}_attribute_id INTEGER NOT NULL PRIMARY KEY,
    ${owner}_id INTEGER REFERENCES ${owner === 'study' ? 'studies' : 'trials'} (${owner}_id),
    "key" VARCHAR(512),
    value_json TEXT,
    UNIQUE (${owner}_id, "key")
  );`

/** Optuna's tables, from Optuna 3.2 to 5. */
const TABLES = `
  CREATE TABLE studies (study_id INTEGER NOT NULL PRIMARY KEY, study_name VARCHAR(512) NOT NULL);
  CREATE UNIQUE INDEX ix_studies_study_name ON studies (study_name);
  CREATE TABLE version_info (
    version_info_id INTEGER NOT NULL PRIMARY KEY CHECK (version_info_id = 1),
    schema_version INTEGER,
    library_version VARCHAR(256)
  );
  CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));
  CREATE TABLE study_directions (
    study_direction_id INTEGER NOT NULL PRIMARY KEY,
    direction VARCHAR(8) NOT NULL,
    study_id INTEGER NOT NULL REFERENCES studies (study_id),
    objective INTEGER NOT NULL,
    UNIQUE (study_id, objective)
  );
  CREATE TABLE trials (
    trial_id INTEGER NOT NULL PRIMARY KEY,
    number INTEGER,
    study_id INTEGER REFERENCES studies (study_id),
    state VARCHAR(8) NOT NULL,
    datetime_start DATETIME,
    datetime_complete DATETIME
  );
  CREATE INDEX ix_trials_study_id ON trials (study_id);
  CREATE TABLE trial_params (
    param_id INTEGER NOT NULL PRIMARY KEY,
    trial_id INTEGER REFERENCES trials (trial_id),
    param_name VARCHAR(512),
    param_value FLOAT,
    distribution_json TEXT,
    UNIQUE (trial_id, param_name)
  );
  CREATE TABLE trial_values (
    trial_value_id INTEGER NOT NULL PRIMARY KEY,
    trial_id INTEGER NOT NULL REFERENCES trials (trial_id),
    objective INTEGER NOT NULL,
    value FLOAT,
    value_type VARCHAR(7) NOT NULL,
    UNIQUE (trial_id, objective)
  );
  CREATE TABLE trial_intermediate_values (
    trial_intermediate_value_id INTEGER NOT NULL PRIMARY KEY,
    trial_id INTEGER NOT NULL REFERENCES trials (trial_id),
    step INTEGER NOT NULL,
    intermediate_value FLOAT,
    intermediate_value_type VARCHAR(7) NOT NULL,
    UNIQUE (trial_id, step)
  );
  CREATE TABLE trial_heartbeats (
    trial_heartbeat_id INTEGER NOT NULL PRIMARY KEY,
    trial_id INTEGER NOT NULL UNIQUE REFERENCES trials (trial_id),
    heartbeat DATETIME NOT NULL
  );
  ${attributes('study', 'user')}${attributes('study', 'system')}${attributes('trial', 'user')}${attributes('trial', 'system')}`
