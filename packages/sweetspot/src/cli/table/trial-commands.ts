import type { CommandSpec } from './command-spec.ts'
import { ONLY_STUDY, REASON, SAMPLER, STUDY, TRIAL, TRIALS } from './shared-specs.ts'

const group = 'Run and change trials'

const MANY_TRIALS = { ...TRIALS, summary: 'The numbers of the trials' } as const

export const ASK = {
  name: 'ask',
  group,
  summary: 'Start the next trial, and print its number and params',
  details: ['The result may be told by any process at any time. A trial in the queue comes before a new suggestion.'],
  arguments: { study: ONLY_STUDY },
  options: {
    sampler: {
      ...SAMPLER,
      summary: 'The sampler, which suggests the params. Default: the one that the study was created with, or auto',
    },
    as: {
      value: 'FORM',
      summary: 'Print only the params: as arguments, JSON, YAML, or environment variables',
      choices: ['args', 'json', 'yaml', 'env'],
    },
  },
  examples: [
    { command: 'sweetspot ask net', summary: 'The next trial' },
    { command: 'sweetspot ask net --format json', summary: 'The same as { number, params }' },
  ],
} as const satisfies CommandSpec

export const TELL = {
  name: 'tell',
  group,
  summary: 'Record the result of a running trial',
  details: ['Telling the same result again has no effect.'],
  arguments: {
    study: STUDY,
    trial: TRIAL,
    values: {
      summary: 'The value of the metric; or name=value for each metric and constraint',
      many: true,
      optional: true,
    },
  },
  options: {
    state: {
      value: 'STATE',
      summary: 'How the trial ended',
      choices: ['completed', 'pruned', 'failed'],
      default: 'completed',
    },
    error: { value: 'TEXT', summary: 'What went wrong, with --state failed' },
  },
  examples: [
    { command: 'sweetspot tell net 4 0.31', summary: 'A study of one metric' },
    { command: 'sweetspot tell front 2 loss=0.31 size=12', summary: 'Several metrics' },
    { command: 'sweetspot tell net 4 --state failed --error "out of memory"', summary: 'A trial that failed' },
  ],
} as const satisfies CommandSpec

export const ENQUEUE = {
  name: 'enqueue',
  group,
  summary: 'Queue a trial with params of your own',
  details: ['The sampler chooses the params that you leave out. The trial runs before any suggestion.'],
  arguments: { study: STUDY, params: { summary: 'name=value for each param', many: true } },
  options: { skipIfTried: { summary: 'Add nothing if a trial already has these params' } },
  examples: [{ command: 'sweetspot enqueue net lr=0.003 opt=adam', summary: 'Try this point next' }],
} as const satisfies CommandSpec

export const RERUN = {
  name: 'rerun',
  group,
  summary: 'Queue trials again, with the same params',
  arguments: { study: STUDY, trials: { ...MANY_TRIALS, optional: true } },
  options: { failed: { summary: 'All failed trials that have not been queued again' } },
  examples: [
    { command: 'sweetspot rerun net 3', summary: 'One trial' },
    { command: 'sweetspot rerun net --failed', summary: 'All that failed' },
  ],
} as const satisfies CommandSpec

export const EXCLUDE = {
  name: 'exclude',
  group,
  summary: 'Ignore trials: nothing is learned from them, and they are never the best',
  arguments: { study: STUDY, trials: MANY_TRIALS },
  options: { reason: REASON },
  examples: [{ command: 'sweetspot exclude net 2 --reason "wrong data"', summary: 'The trial stays in the record' }],
} as const satisfies CommandSpec

export const INCLUDE = {
  name: 'include',
  group,
  summary: 'Undo exclude',
  arguments: { study: STUDY, trials: MANY_TRIALS },
  options: {},
  examples: [{ command: 'sweetspot include net 2', summary: 'Learn from the trial again' }],
} as const satisfies CommandSpec

export const NOTE = {
  name: 'note',
  group,
  summary: 'Read or write the note of a study or of a trial',
  details: ['A number after the study means a trial. The note is its attribute `note`.'],
  arguments: {
    study: STUDY,
    words: {
      summary: 'The number of a trial, and the new note; without a note, the present one is printed',
      many: true,
      optional: true,
    },
  },
  options: { remove: { summary: 'Remove the note' } },
  examples: [
    { command: 'sweetspot note net "second data set"', summary: 'A note on the study' },
    { command: 'sweetspot note net 3 "diverged late"', summary: 'A note on trial 3' },
    { command: 'sweetspot note net', summary: 'Read it' },
  ],
} as const satisfies CommandSpec

export const TAG = {
  name: 'tag',
  group,
  summary: 'Add tags to a study or to a trial, or remove them',
  details: ['A number after the study means a trial. The tags are its attribute `tags`.'],
  arguments: {
    study: STUDY,
    words: {
      summary: 'The number of a trial, and tags; without tags, the present ones are printed',
      many: true,
      optional: true,
    },
  },
  options: { remove: { summary: 'Remove these tags instead' } },
  examples: [
    { command: 'sweetspot tag net baseline', summary: 'Tag the study' },
    { command: 'sweetspot tag net 3 star', summary: 'Tag trial 3' },
    { command: 'sweetspot tag net 3 star --remove', summary: 'Take it back' },
  ],
} as const satisfies CommandSpec
