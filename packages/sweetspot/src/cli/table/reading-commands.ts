import type { CommandSpec } from './command-spec.ts'
import { ONLY_STUDY, STUDY, TRIAL, TRIALS, YES } from './shared-specs.ts'

const group = 'Look at studies'

export const STUDIES = {
  name: 'studies',
  group,
  summary: 'List the studies of the storage',
  arguments: {},
  options: { all: { short: 'a', summary: 'Include archived studies' } },
  examples: [
    { command: 'sweetspot studies', summary: 'All studies, the last changed first' },
    { command: 'sweetspot studies --format json', summary: 'The same, for a program' },
  ],
} as const satisfies CommandSpec

export const SHOW = {
  name: 'show',
  group,
  summary: 'Show the state, the best trials and the failures of a study',
  arguments: { study: ONLY_STUDY },
  options: {},
  examples: [{ command: 'sweetspot show net', summary: 'How the study is doing' }],
} as const satisfies CommandSpec

export const BEST = {
  name: 'best',
  group,
  summary: 'Print the best trial; for several metrics, the Pareto front',
  details: [
    'The best trial meets all constraints and fits the current space. With --as, only its params are printed, in a form that another program takes.',
  ],
  arguments: { study: ONLY_STUDY },
  options: {
    as: {
      value: 'FORM',
      summary:
        'Print only the params: as arguments, JSON, YAML, or environment variables; or the command line of `sweetspot run` with them',
      choices: ['args', 'json', 'yaml', 'env', 'command'],
    },
  },
  examples: [
    { command: 'sweetspot best net', summary: 'The best trial, with its params' },
    { command: 'sweetspot best net --as args', summary: 'Its params as arguments: python train.py $(…)' },
    { command: 'sweetspot best net --as env', summary: 'Its params as lines of a .env file' },
  ],
} as const satisfies CommandSpec

export const TRIALS_COMMAND = {
  name: 'trials',
  group,
  summary: 'List trials: filtered, sorted, with the columns you choose',
  details: [
    'An expression compares columns with =, !=, <, <=, >, >= and in (…), and joins comparisons with and, or, not and parentheses. Columns are number, state, attempt, duration, reason, error, startedAt, finishedAt, and the names of metrics, params and attributes; write params.x or values.x where a name is ambiguous, and `the name` in back quotes where it has spaces. Put texts in quotes. A number may have a unit of time: duration > 90s. A comparison with a missing value is false; `x is missing` tests for one.',
  ],
  arguments: { study: ONLY_STUDY },
  options: {
    where: { short: 'w', value: 'EXPR', summary: 'Only trials for which this is true' },
    sort: { short: 's', value: 'COLUMN', summary: 'Sort by a column; -COLUMN for the largest first' },
    columns: { short: 'c', value: 'COLUMNS', summary: 'The columns, separated by commas' },
    limit: { short: 'n', value: 'N', kind: 'integer', summary: 'At most N trials' },
  },
  examples: [
    { command: 'sweetspot trials net', summary: 'All trials' },
    {
      command: `sweetspot trials net --where "loss < 0.3 and opt = 'adam'" --sort loss --limit 5`,
      summary: 'The five best trials with adam',
    },
    {
      command: 'sweetspot trials net --where "state = \'failed\'" --columns number,reason,error',
      summary: 'Why trials failed',
    },
    { command: 'sweetspot trials net --sort=-duration --limit 3', summary: 'The slowest trials' },
  ],
} as const satisfies CommandSpec

export const TRIAL_COMMAND = {
  name: 'trial',
  group,
  summary: 'Show everything about one trial',
  arguments: { study: STUDY, trial: TRIAL },
  options: {},
  examples: [{ command: 'sweetspot trial net 3', summary: 'Its params, result, times and curve' }],
} as const satisfies CommandSpec

export const LOGS = {
  name: 'logs',
  group,
  summary: 'Print what the command of a trial wrote',
  arguments: { study: STUDY, trial: TRIAL },
  options: {
    follow: { short: 'f', summary: 'Follow the log until the trial ends' },
    lines: { short: 'n', value: 'N', kind: 'integer', summary: 'Only the last N lines' },
  },
  examples: [
    { command: 'sweetspot logs net 3', summary: 'The whole log' },
    { command: 'sweetspot logs net 3 --lines 20', summary: 'Its end' },
  ],
} as const satisfies CommandSpec

export const COMPARE = {
  name: 'compare',
  group,
  summary: 'Show trials side by side: what differs between them',
  arguments: { study: STUDY, trials: TRIALS },
  options: { all: { short: 'a', summary: 'Include what is equal' } },
  examples: [{ command: 'sweetspot compare net 1 3', summary: 'The differences of two trials' }],
} as const satisfies CommandSpec

export const PLOT = {
  name: 'plot',
  group,
  summary: 'Draw a plot as SVG',
  arguments: {
    study: STUDY,
    kind: {
      summary: 'The kind of plot',
      choices: ['history', 'parallel', 'slice', 'surrogate', 'intermediate', 'edf', 'duration', 'timeline'],
    },
  },
  options: {
    output: { short: 'o', value: 'FILE', summary: 'The file to write. Default: stdout', completes: 'file' },
    yes: { ...YES, summary: 'Replace an existing file without a question' },
    metric: { value: 'NAME', summary: 'The metric. Default: the first one' },
    parameter: {
      value: 'NAME',
      repeat: true,
      summary: 'The parameters of slice, parallel and surrogate. Default: all',
    },
    width: { value: 'PIXELS', kind: 'integer', summary: 'The width of the image' },
    height: { value: 'PIXELS', kind: 'integer', summary: 'The height of the image' },
  },
  examples: [
    { command: 'sweetspot plot net history -o history.svg', summary: 'The best value over the trials' },
    { command: 'sweetspot plot net slice --parameter lr -o lr.svg', summary: 'The results by one parameter' },
  ],
} as const satisfies CommandSpec
