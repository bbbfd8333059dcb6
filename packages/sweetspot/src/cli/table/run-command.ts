import type { CommandSpec } from './command-spec.ts'
import { SAMPLER, SWEEP } from './shared-specs.ts'

export const RUN = {
  name: 'run',
  group: 'Tune a command',
  summary: 'Run a command with different params, and find the best ones',
  details: [
    'Each {name} in the command becomes the value of that parameter; without any, all are appended as --name=value. The command reports its metric as a JSON object on stdout, or as --metric says. No shell reads the command.',
    'A parameter of -p is NAME=VALUES: 1..8 are integers, 0.0..1.0 numbers, log:1e-5..1e-1 numbers on a logarithmic scale, 0..1/0.1 steps, 8..64%8 multiples, normal:0,1 a distribution (also log-normal and beta), sgd,adam a choice, weighted:a=3,b=1 one with weights, ordinal:1,2,4 ordered values; ==text is fixed.',
    'The same command line continues its study. Ctrl-C finishes the running trials, twice stops them and puts them back into the queue, three times kills them.',
    'With --json, stdout has a JSON object per line for each event, and nothing is drawn.',
  ],
  arguments: {
    sweep: SWEEP,
    command: {
      summary: 'The program and its arguments. Default: that of the sweep file',
      many: true,
      optional: true,
      afterDashes: true,
    },
  },
  options: {
    param: { short: 'p', value: 'PARAM', repeat: true, summary: 'A parameter, as in lr=log:1e-5..1e-1' },
    minimize: { value: 'METRIC', repeat: true, summary: 'A metric to minimize' },
    maximize: { value: 'METRIC', repeat: true, summary: 'A metric to maximize' },
    constraint: { value: 'BOUND', repeat: true, summary: "A bound on a measured value, as in 'mem<=16'" },
    metric: {
      value: 'SOURCE',
      summary:
        'Where to read the metrics: json on stdout, file:PATH (JSON, JSONL or CSV), or regex:PATTERN on stdout or stderr. Default: json',
    },
    trials: {
      short: 'n',
      value: 'N',
      kind: 'integer',
      summary:
        'The total number of trials of the study, earlier runs included. Default: 50; no limit with a grid, --timeout or --target',
    },
    more: { value: 'N', kind: 'integer', summary: 'Run this many more trials, however many there are' },
    timeout: { value: 'TIME', summary: 'Start no trial after this time, as in 90s, 10m or 2h' },
    target: { value: 'X', kind: 'number', summary: 'Stop when the metric is at least this good' },
    concurrency: {
      short: 'j',
      value: 'N',
      kind: 'integer',
      summary: 'Trials that run at the same time. Default: 1',
      setting: true,
    },
    trialTimeout: { value: 'TIME', summary: 'Stop a trial after this time; it fails', setting: true },
    retries: {
      value: 'N',
      kind: 'integer',
      summary: 'How often a trial whose command fails is run again. Default: 0',
      setting: true,
    },
    retryDelay: {
      value: 'TIME',
      summary: 'Wait this long before the first retry, twice as long before each further one',
      setting: true,
    },
    maxFailures: {
      value: 'N',
      kind: 'integer',
      summary:
        'End after this many consecutive failures. Default: 10; also if the first 3 trials all fail within a minute',
      setting: true,
    },
    gpus: { value: 'LIST', summary: 'The devices that trials share, as in 0,1, or auto', setting: true },
    gpusPerTrial: { value: 'N', kind: 'integer', summary: 'Devices of each trial. Default: 1', setting: true },
    trialsPerGpu: {
      value: 'N',
      kind: 'integer',
      summary: 'Trials that share a device at the same time. Default: 1',
      setting: true,
    },
    coresPerTrial: {
      value: 'N',
      kind: 'integer',
      summary: 'Bind each trial to this many cores, and set its numbers of threads',
      setting: true,
    },
    memoryLimit: {
      value: 'SIZE',
      summary: 'Maximum memory of all processes of a trial, as in 500MB or 8GB',
      setting: true,
    },
    sampler: {
      ...SAMPLER,
      summary: 'The sampler, which suggests params; auto is the Gaussian process. Default: that of the study, or auto',
    },
    pruner: {
      value: 'NAME',
      summary:
        'The pruner, which stops unpromising trials that report steps; auto and hyperband are the median rule. Default: none',
      choices: ['none', 'auto', 'median', 'hyperband'],
      setting: true,
    },
    seed: { value: 'N', kind: 'number', summary: 'The seed of all randomness of a new study' },
    study: {
      value: 'NAME',
      summary: 'The name of the study. Default: that of the sweep file, or of the program',
      completes: 'study',
    },
    dryRun: { summary: 'Check everything, print a few command lines, and run nothing' },
    json: { summary: 'Print each event as a JSON object on a line' },
  },
  examples: [
    {
      command:
        'sweetspot run -p lr=log:1e-5..1e-1 -p layers=1..8 --maximize acc -n 5 -- node train.mjs --lr {lr} --layers {layers}',
      summary: 'A script that prints {"acc": 0.93}',
    },
    { command: 'sweetspot run sweep.yaml -n 5 -j 2', summary: 'A sweep file, two trials at a time' },
    {
      command: 'sweetspot run -p x=0.0..1.0 --minimize loss --dry-run -- node train.mjs',
      summary: 'What would run: --x=… is appended',
    },
  ],
} as const satisfies CommandSpec
