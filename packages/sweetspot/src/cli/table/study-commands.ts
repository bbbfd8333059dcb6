import type { CommandSpec } from './command-spec.ts'
import { ONLY_STUDY, OUTPUT, REASON, SAMPLER, STUDY, YES } from './shared-specs.ts'

const control = 'Control a study, here or elsewhere'
const keep = 'Keep studies'

export const PAUSE = {
  name: 'pause',
  group: control,
  summary: 'Start no more trials until the study is resumed; workers wait',
  arguments: { study: ONLY_STUDY },
  options: { reason: REASON },
  examples: [{ command: 'sweetspot pause net', summary: 'Running trials go on' }],
} as const satisfies CommandSpec

export const RESUME = {
  name: 'resume',
  group: control,
  summary: 'Let a paused or stopped study go on',
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
  arguments: { study: { summary: 'The name of the new study' } },
  options: {
    param: { short: 'p', value: 'PARAM', repeat: true, summary: 'A parameter, as in lr=log:1e-5..1e-1' },
    minimize: { value: 'METRIC', repeat: true, summary: 'A metric of which less is better. Default: value' },
    maximize: { value: 'METRIC', repeat: true, summary: 'A metric of which more is better' },
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
  summary: 'Write the trials of a study to a file',
  details: [
    'json and jsonl hold the whole study and can be imported; csv holds the table of trials. The format follows the ending of the file unless you name it.',
  ],
  arguments: { study: STUDY, format: { summary: 'The format', choices: ['csv', 'json', 'jsonl'], optional: true } },
  options: { output: OUTPUT },
  examples: [
    { command: 'sweetspot export net csv', summary: 'A table for a spreadsheet' },
    { command: 'sweetspot export net -o net.json', summary: 'The whole study' },
  ],
} as const satisfies CommandSpec

export const IMPORT = {
  name: 'import',
  group: keep,
  summary: 'Read trials or a study from a file',
  details: [
    'A file of json or jsonl creates the study that it holds, or adds its trials to the study of that name. The rows of a csv file have columns params.x and values.y, and go to an existing study.',
  ],
  arguments: {
    file: { summary: 'The file', completes: 'file' },
    format: { summary: 'The format. Default: by its ending', choices: ['csv', 'json', 'jsonl'], optional: true },
  },
  options: {
    study: {
      value: 'NAME',
      summary: 'The study. Default for json and jsonl: the name in the file',
      completes: 'study',
    },
  },
  examples: [
    { command: 'sweetspot import other.json', summary: 'A study that export wrote' },
    { command: 'sweetspot import rows.csv --study net', summary: 'Results from a spreadsheet' },
  ],
} as const satisfies CommandSpec
