import type { CommandSpec } from './command-spec.ts'
import { EXPORT_FORMATS, IMPORT_FORMATS } from './file-formats.ts'
import { ONLY_STUDY, OUTPUT, REASON, SAMPLER, STUDY, SWEEP, YES } from './shared-specs.ts'

const control = 'Control a study, here or elsewhere'
const keep = 'Keep studies'

export const PAUSE = {
  name: 'pause',
  group: control,
  summary: 'Start no more trials until the study is resumed; workers wait',
  arguments: { study: ONLY_STUDY },
  options: { reason: REASON },
  examples: [{ command: 'sweetspot pause net', summary: 'Running trials continue' }],
} as const satisfies CommandSpec

export const RESUME = {
  name: 'resume',
  group: control,
  summary: 'Resume a paused or stopped study',
  arguments: { study: ONLY_STUDY },
  options: {},
  examples: [{ command: 'sweetspot resume net', summary: 'Start trials again' }],
} as const satisfies CommandSpec

export const STOP = {
  name: 'stop',
  group: control,
  summary: 'Start no more trials; workers finish the running ones and end',
  arguments: { study: ONLY_STUDY },
  options: { reason: REASON },
  examples: [{ command: 'sweetspot stop net --reason "good enough"', summary: 'End it everywhere' }],
} as const satisfies CommandSpec

export const CANCEL = {
  name: 'cancel',
  group: control,
  summary: 'Cancel trials; without numbers, stop the study and cancel all that run or wait',
  details: ['A cancelled trial fails with the reason `cancelled`, from which nothing is learned.'],
  arguments: {
    study: STUDY,
    trials: { summary: 'The numbers of the trials', kind: 'integer', many: true, optional: true },
  },
  options: { reason: REASON, yes: YES },
  examples: [
    { command: 'sweetspot cancel net 4', summary: 'One trial' },
    { command: 'sweetspot cancel net --yes', summary: 'The study and all of its running trials' },
  ],
} as const satisfies CommandSpec

export const SPACE = {
  name: 'space',
  group: control,
  summary: 'Show or edit the search space',
  details: ['An edit is an event of the journal: old trials that still fit are kept and learned from.'],
  arguments: { study: ONLY_STUDY },
  options: {
    set: { value: 'PARAM', repeat: true, summary: 'Add or replace a parameter, as in lr=log:1e-5..1e-2' },
    remove: { value: 'NAME', repeat: true, summary: 'Remove a parameter' },
  },
  examples: [
    { command: 'sweetspot space net', summary: 'The parameters, and where the best trials lie' },
    { command: 'sweetspot space net --set lr=log:1e-5..1e-2', summary: 'Widen or narrow a range' },
  ],
} as const satisfies CommandSpec

export const CREATE = {
  name: 'create',
  group: keep,
  summary: 'Create a study without running it',
  arguments: { study: { summary: 'The name of the new study' }, sweep: SWEEP },
  options: {
    param: { short: 'p', value: 'PARAM', repeat: true, summary: 'A parameter, as in lr=log:1e-5..1e-1' },
    minimize: { value: 'METRIC', repeat: true, summary: 'A metric to minimize. Default: value' },
    maximize: { value: 'METRIC', repeat: true, summary: 'A metric to maximize' },
    constraint: { value: 'BOUND', repeat: true, summary: "A bound on a measured value, as in 'memory<=16'" },
    sampler: SAMPLER,
    seed: { value: 'N', kind: 'number', summary: 'The seed of all randomness' },
    ifMissing: { summary: 'Succeed without a change if the study exists' },
  },
  examples: [
    {
      command: 'sweetspot create tuned -p lr=log:1e-5..1e-1 -p layers=1..8 --maximize accuracy',
      summary: 'A study for ask and tell',
    },
    { command: 'sweetspot create swept sweep.yaml', summary: 'The study of a sweep file' },
  ],
} as const satisfies CommandSpec

export const COPY = {
  name: 'copy',
  group: keep,
  summary: 'Copy a study with its whole journal',
  arguments: { study: STUDY, copy: { summary: 'The name of the copy' } },
  options: { to: { value: 'FILE', summary: 'The storage of the copy. Default: the same', completes: 'file' } },
  examples: [
    { command: 'sweetspot copy net net-2', summary: 'Within the storage' },
    { command: 'sweetspot copy net net --to old.db', summary: 'To another file' },
  ],
} as const satisfies CommandSpec

export const ARCHIVE = {
  name: 'archive',
  group: keep,
  summary: 'Leave a study out of the list of studies',
  arguments: { study: STUDY },
  options: { undo: { summary: 'List it again' } },
  examples: [{ command: 'sweetspot archive net', summary: '`studies --all` still lists it' }],
} as const satisfies CommandSpec

export const DELETE = {
  name: 'delete',
  group: keep,
  summary: 'Delete a study with all its trials',
  arguments: { study: STUDY },
  options: { yes: YES },
  examples: [{ command: 'sweetspot delete net --yes', summary: 'It cannot be undone' }],
} as const satisfies CommandSpec

export const EXPORT = {
  name: 'export',
  group: keep,
  summary: 'Write a study to a file, or for another program',
  details: [
    'json and jsonl hold the whole study and can be imported; csv and parquet hold the table of trials. optuna is an SQLite database if the file ends in .db, otherwise a journal. tensorboard is a folder of event files. mlflow is a server, whose token comes from MLFLOW_TRACKING_TOKEN.',
    'The format follows the ending .csv, .json, .jsonl or .parquet unless you name it. csv, json and jsonl go to stdout without --output.',
  ],
  arguments: { study: STUDY, format: { summary: 'The format', choices: EXPORT_FORMATS, optional: true } },
  options: {
    output: { ...OUTPUT, summary: 'The file or folder to write. Default: stdout' },
    yes: { ...YES, summary: 'Replace a file of csv, json, jsonl or parquet without a question' },
    escapeFormulas: {
      summary: 'Put an apostrophe before texts of csv that a spreadsheet would run as formulas; import needs it, too',
    },
    uri: { value: 'URL', summary: 'The address of the MLflow server. Default: MLFLOW_TRACKING_URI' },
    experiment: { value: 'NAME', summary: 'The experiment of MLflow. Default: the name of the study' },
  },
  examples: [
    { command: 'sweetspot export net csv', summary: 'A table for a spreadsheet' },
    { command: 'sweetspot export net -o net.json', summary: 'The whole study' },
    { command: 'sweetspot export net -o net.parquet', summary: 'A table for pandas, Polars or DuckDB' },
    { command: 'sweetspot export net optuna -o optuna.db', summary: 'A study that Optuna opens' },
    { command: 'sweetspot export net tensorboard -o runs', summary: 'For tensorboard --logdir runs' },
  ],
} as const satisfies CommandSpec

export const IMPORT = {
  name: 'import',
  group: keep,
  summary: 'Read trials or studies from a file',
  details: [
    'A file of json or jsonl creates the study that it holds, or adds its trials to the study of that name. The rows of csv have columns such as params.lr and values.loss, or just the names of params and metrics; they go to an existing study, or to a new one with --minimize or --maximize.',
    'Files of Optuna (journals and SQLite databases) and project folders of KerasTuner are recognised by their content, other files by their ending.',
  ],
  arguments: {
    file: { summary: 'The file or folder', completes: 'file' },
    format: {
      summary: 'The format. Default: recognised by content or ending',
      choices: IMPORT_FORMATS,
      optional: true,
    },
  },
  options: {
    study: {
      value: 'NAME',
      summary: 'The study to create or to add to. Default: the name in the file',
      completes: 'study',
    },
    source: { value: 'NAME', summary: 'The study of a file of Optuna. Default: all of them' },
    timeZone: {
      value: 'ZONE',
      summary: 'The time zone of the times in files of Optuna 4.x, which do not say it. Default: utc',
      choices: ['utc', 'local'],
    },
    escapeFormulas: { summary: 'Remove the apostrophes of a csv file that was exported with this option' },
    minimize: { value: 'METRIC', repeat: true, summary: 'A metric to minimize, of a new study' },
    maximize: { value: 'METRIC', repeat: true, summary: 'A metric to maximize, of a new study' },
  },
  examples: [
    { command: 'sweetspot import other.json', summary: 'A study that export wrote' },
    { command: 'sweetspot import rows.csv --study net', summary: 'Results from a spreadsheet' },
    { command: 'sweetspot import table.csv --study runs --minimize loss', summary: 'A new study of a table' },
    { command: 'sweetspot import optuna.log', summary: 'All studies of Optuna' },
    { command: 'sweetspot import untitled_project', summary: 'A project of KerasTuner' },
  ],
} as const satisfies CommandSpec
