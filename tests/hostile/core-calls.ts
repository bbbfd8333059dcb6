import * as core from '@sweetspot/core'
import type { Calls } from './verdict.ts'

const {
  boolean,
  choice,
  createStudy,
  encodeEvent,
  fixed,
  float,
  gridOf,
  int,
  keyFromSeed,
  memoryStorage,
  ordinal,
  randomSampler,
  SweetspotError,
  space,
  when,
} = core

const search = space({ x: float(0, 1), n: int(1, 3), c: choice({ a: { y: float(0, 1) }, b: {} }) }) as core.SearchSpace
const params: core.Params = { x: 0.5, n: 2, c: 'b' }
const key = keyFromSeed(1)
const study = await createStudy({
  space: search,
  sampler: randomSampler(),
  seed: 1,
  constraints: { size: { atMost: 1 } },
  observers: [{ notice() {} }],
})
await study.optimize(({ params: { x } }) => ({ value: Number(x), size: 0 }), { trials: 4 })
export const { snapshot } = study
const event: core.EventOf<'study-created'> = {
  type: 'study-created',
  format: core.JOURNAL_FORMAT,
  name: 'hostile',
  directions: { value: 'minimize' },
  space: core.spaceToJson(search),
  seed: 1,
  at: 0,
}

/** A call for each name, with the value as that option. */
export const each = (names: readonly string[], call: (options: never) => unknown): Calls =>
  names.map((name) => (hostile: never) => call({ [name]: hostile } as never))

const silent = { notice() {} }

/** A study of its own, closed when the call is over. */
async function opened(options: object): Promise<void> {
  const one = await createStudy({ observers: [silent], ...options } as never)
  await one.close()
}

const once: core.StoppingRule = { name: 'once', isMet: (_, { trialCount }) => trialCount > 0 }

/** A run that ends after a trial or two, whatever limit is given. */
async function run(options: object, objective: unknown = () => ({ value: 1 })): Promise<void> {
  const one = await createStudy({ space: search, sampler: randomSampler(), observers: [silent] })
  try {
    const rules = 'stopping' in options ? { trials: 1 } : { stopping: [once] }
    await one.optimize(objective as never, { ...rules, ...options } as never)
  } finally {
    await one.close()
  }
}

/** A run that its objective stops, in place of limits. */
async function runUntilStopped(options: never): Promise<void> {
  const one = await createStudy({ space: search, sampler: randomSampler(), observers: [silent] })
  const objective = async () => {
    await one.stop()
    return 1
  }
  try {
    await one.optimize(objective, options)
  } finally {
    await one.close()
  }
}

/** A run with a part of the user's, such as a sampler. */
async function runWith(part: object, objective: (trial: core.Trial) => number = () => 1): Promise<void> {
  const one = await createStudy({ space: search, sampler: randomSampler(), observers: [silent], ...part } as never)
  try {
    await one.optimize(objective as never, { trials: 1 })
  } finally {
    await one.close()
  }
}

const reporting = (trial: core.Trial) => {
  trial.report(1)
  trial.shouldPrune()
  return 1
}

const readTest = core.optionsReader<{ one?: number }>('test', { one: [] })

/** Every value of `@sweetspot/core`, with calls that put a hostile value into each place; for a class, of its methods too. */
export const CORE_CALLS: Readonly<Record<string, Calls>> = {
  attributeSlices: [
    (h) => core.attributeSlices(h),
    (h) => core.attributeSlices(snapshot, h),
    ...each(['metric', 'attributes'], (o) => core.attributeSlices(snapshot, o)),
  ],
  boolean: [(h) => boolean(h), ...each(['default'], boolean)],
  cardinality: [(h) => core.cardinality(h)],
  checkArgument: [(h) => core.checkArgument('it', h, false, 'a number')],
  checkSnapshot: [(h) => core.checkSnapshot('it', h)],
  checkStorage: [(h) => core.checkStorage(h)],
  choice: [
    (h) => choice(h),
    (h) => choice(['a'], h),
    (h) => choice({ a: h }),
    ...each(['default', 'weights'], (o) => choice(['a', 'b'], o)),
    (h) => choice(['a', 'b'], { weights: [1, h] }),
    (h) => choice({ a: {}, b: {} }, { weights: h }),
  ],
  compareValues: [
    (h) => core.compareValues(h, 1, 2),
    (h) => core.compareValues('minimize', h, 2),
    (h) => core.compareValues('maximize', 1, h),
  ],
  constraintValue: [
    (h) => core.constraintValue(h, 'size'),
    (h) => core.constraintValue({ size: h }, 'size'),
    (h) => core.constraintValue({}, h),
  ],
  countOf: [(h) => core.countOf(h, 'trial'), (h) => core.countOf(1, h), (h) => core.countOf(2, 'trial', h)],
  copyStudy: [
    (h) => core.copyStudy(h),
    ...each(['from', 'name', 'to', 'newName'], (o: object) =>
      core.copyStudy({ from: memoryStorage(), name: 'a', to: memoryStorage(), ...o }),
    ),
  ],
  createStudy: [(h) => createStudy(h), ...each(Object.keys(core.STUDY_OPTION_NAMES), opened)],
  decodeData: [(h) => core.decodeData(h)],
  decodeEvent: [(h) => core.decodeEvent(h)],
  decodeParams: [
    (h) => core.decodeParams(h, [0, 0, 0, 0]),
    (h) => core.decodeParams(search, h),
    (h) => core.decodeParams(search, [h, h, h, h]),
    (h) => core.decodeParams(search, [0, 0, 0, 0], h),
  ],
  defaultParams: [(h) => core.defaultParams(h)],
  distribution: [
    (h) => core.distribution(h),
    (h) => core.distribution({ normal: h }),
    (h) => core.distribution({ beta: { a: 1, b: h } }),
  ],
  dominates: [
    (h) => core.dominates(h, { a: 1 }, { a: 2 }),
    (h) => core.dominates({ a: 'minimize' }, h, { a: 1 }),
    (h) => core.dominates({ a: 'minimize' }, { a: 1 }, h),
    (h) => core.dominates({ a: 'minimize' }, { a: h }, { a: 1 }),
  ],
  edfData: [
    (h) => core.edfData(h),
    (h) => core.edfData([snapshot, h]),
    (h) => core.edfData(snapshot, h),
    ...each(['metric'], (o) => core.edfData(snapshot, o)),
  ],
  eligibleTrials: [(h) => core.eligibleTrials(h)],
  encodeData: [(h) => core.encodeData(h)],
  encodeEvent: [(h) => encodeEvent(h)],
  encodeParams: [
    (h) => core.encodeParams(h, params),
    (h) => core.encodeParams(search, h),
    (h) => core.encodeParams(search, { ...params, x: h }),
    (h) => core.encodeParams(search, { ...params, c: h }),
  ],
  enumerateParams: [(h) => core.enumerateParams(h).next()],
  FailedTrialError: [(h) => new core.FailedTrialError(h), (h) => new core.FailedTrialError('it', { cause: h })],
  failureGroups: [(h) => core.failureGroups(h)],
  FatalError: [(h) => new core.FatalError(h), (h) => new core.FatalError('it', { cause: h })],
  fixed: [(h) => fixed(h)],
  fixedTrial: [
    (h) => core.fixedTrial(h),
    (h) => core.fixedTrial({ x: h }).float('x', 0, 1),
    (h) => core.fixedTrial({ x: 1 }, h),
    ...each(['number', 'attributes', 'signal'], (o) => core.fixedTrial({ x: 1 }, o)),
  ],
  float: [
    (h) => float(h, 1),
    (h) => float(0, h),
    (h) => float(h, h),
    (h) => float(0, 1, h),
    ...each(['step', 'multipleOf', 'log', 'scale', 'prior', 'default'], (o) => float(1, 4, o)),
    (h) => float(1, 4, { prior: core.distribution({ normal: h }) }),
    (h) => float(1, 4, { prior: core.distribution({ normal: { mean: h, sd: 1 } }) }),
    (h) => float(1, 4, { prior: core.distribution({ logNormal: { mean: 0, sd: h } }) }),
    (h) => float(1, 4, { prior: core.distribution({ beta: { a: h, b: 1 } }) }),
  ],
  fold: [(h) => core.fold(h)(snapshot), (h) => core.fold<number>({ begin: () => 0, add: (count) => count })(h)],
  foldCompleted: [
    (h) => core.foldCompleted(h)(snapshot),
    (h) => core.foldCompleted<number>({ begin: () => 0, add: (count) => count })(h),
  ],
  foldIn: [(h) => core.foldIn(h, 1), (h) => core.foldIn(key, h)],
  foldTried: [
    (h) => core.foldTried(h)(snapshot),
    (h) => core.foldTried<number>({ begin: () => 0, add: (count) => count })(h),
  ],
  gpSampler: [
    (h) => core.gpSampler(h),
    ...each(['initialTrials', 'noisy', 'priors', 'cost'], core.gpSampler),
    (h) => core.gpSampler({ noisy: { sd: h } }),
    (h) => core.gpSampler({ priors: { x: h } }),
    (h) => core.gpSampler({ priors: { x: { around: h } } }),
    (h) => core.gpSampler({ priors: { x: { around: 1, spread: h } } }),
    (h) => core.gpSampler({ priors: { x: { weights: h } } }),
    (h) => core.gpSampler({ cost: { of: h } }),
    (h) => core.gpSampler({ cost: { of: 'duration', budget: h } }),
  ],
  gridOf: [
    (h) => gridOf(h),
    (h) => gridOf(search, h),
    ...each(['points', 'values'], (o) => gridOf(search, o)),
    (h) => gridOf(search, { points: { x: h } }),
    (h) => gridOf(search, { values: { x: h } }),
    (h) => gridOf(search, { points: 2, values: { x: [h] } }),
    (h) => gridOf(search, { points: 2 }).at(h),
  ],
  gridSampler: [
    (h) => core.gridSampler(h),
    ...each(['limit', 'points', 'values'], core.gridSampler),
    (h) => runWith({ sampler: core.gridSampler({ points: h }) }),
    (h) => runWith({ sampler: core.gridSampler({ points: 2, values: h }) }),
  ],
  hasMethods: [(h) => core.hasMethods(h, 'a'), (h) => core.hasMethods({}, h)],
  int: [
    (h) => int(h, 4),
    (h) => int(1, h),
    (h) => int(1, 4, h),
    ...each(['step', 'multipleOf', 'log', 'scale', 'prior', 'default'], (o) => int(1, 4, o)),
  ],
  intermediateValues: [
    (h) => core.intermediateValues(h),
    (h) => core.intermediateValues(snapshot, h),
    ...each(['metric'], (o) => core.intermediateValues(snapshot, o)),
  ],
  invalidArgument: [(h) => core.invalidArgument('it', h, 'a number')],
  invoke: [(h) => core.invokeAsync('it', () => core.invoke('it', h))],
  invokeAsync: [(h) => core.invokeAsync('it', h)],
  isBetter: [
    (h) => core.isBetter(h, 1, 2),
    (h) => core.isBetter('minimize', h, 2),
    (h) => core.isBetter('maximize', 1, h),
  ],
  isFeasible: [
    (h) => core.isFeasible(h, {}),
    (h) => core.isFeasible({ size: { atMost: 1 } }, h),
    (h) => core.isFeasible({ size: h }, { size: 1 }),
    (h) => core.isFeasible({ size: { atMost: h } }, { size: 1 }),
  ],
  isFinished: [(h) => core.isFinished(h)],
  isList: [(h) => core.isList(h)],
  isSignal: [(h) => core.isSignal(h)],
  isThenable: [(h) => core.isThenable(h)],
  isValidParams: [
    (h) => core.isValidParams(h, params),
    (h) => core.isValidParams(search, h),
    (h) => core.isValidParams(search, { ...params, n: h }),
  ],
  JOURNAL_FORMAT: [],
  keyFromSeed: [(h) => keyFromSeed(h)],
  liveTrial: [(h) => core.liveTrial(h, h)],
  measurementOf: [
    (h) => core.measurementOf(h, 0, undefined, ['value'], 0),
    (h) => core.measurementOf(1, h, undefined, ['value'], 0),
  ],
  medianPruner: [
    (h) => core.medianPruner(h),
    ...each(['startupTrials', 'warmupSteps', 'interval', 'minTrials'], core.medianPruner),
  ],
  memoryStorage: [(h) => memoryStorage().find(h)],
  causeText: [(h) => core.causeText(h)],
  messageOf: [(h) => core.messageOf(h)],
  nearestName: [(h) => core.nearestName(h, ['a']), (h) => core.nearestName('a', h), (h) => core.nearestName('a', [h])],
  optimizationHistories: [
    (h) => core.optimizationHistories(h),
    (h) => core.optimizationHistories([snapshot, h]),
    (h) => core.optimizationHistories(snapshot, h),
    ...each(['metric'], (o) => core.optimizationHistories(snapshot, o)),
  ],
  optimizationHistory: [
    (h) => core.optimizationHistory(h),
    (h) => core.optimizationHistory(snapshot, h),
    ...each(['metric'], (o) => core.optimizationHistory(snapshot, o)),
  ],
  optionsReader: [(h) => readTest(h), ...each(['one', 'two'], readTest)],
  ordinal: [
    (h) => ordinal(h),
    (h) => ordinal([h, 1]),
    (h) => ordinal(['a'], h),
    ...each(['default'], (o) => ordinal(['a', 'b'], o)),
  ],
  parallelCoordinates: [
    (h) => core.parallelCoordinates(h),
    (h) => core.parallelCoordinates(snapshot, h),
    ...each(['metric', 'parameters'], (o) => core.parallelCoordinates(snapshot, o)),
  ],
  paramsKey: [(h) => core.paramsKey(h), (h) => core.paramsKey({ x: h })],
  paretoFront: [(h) => core.paretoFront(h)],
  prediction: [
    (h) => core.prediction(h, params),
    (h) => core.prediction(snapshot, h),
    (h) => core.prediction(snapshot, params, h),
    ...each(['metric', 'noisy'], (o) => core.prediction(snapshot, params, o)),
  ],
  quasiRandomSampler: [(h) => core.quasiRandomSampler(h)],
  queueScheduler: [(h) => core.queueScheduler(h)],
  randomSampler: [(h) => randomSampler(h)],
  randomStream: [
    (h) => core.randomStream(h),
    (h) => core.randomStream(key).integer(h),
    (h) => core.randomStream(key).shuffle(h),
  ],
  readStudy: [(h) => core.readStudy(h, 'a'), (h) => core.readStudy(memoryStorage(), h)],
  recommendation: [
    (h) => core.recommendation(h),
    (h) => core.recommendation(snapshot, h),
    ...each(['metric', 'noisy', 'confidence'], (o) => core.recommendation(snapshot, o)),
  ],
  replay: [
    (h) => core.replay(h),
    (h) => core.replay([h]),
    (h) => core.replay([event, h]),
    (h) => core.replay([{ ...event, space: h }]),
    (h) => core.replay([{ ...event, directions: h }]),
    (h) => core.replay([event], h),
    (h) => core.replay([event], undefined, h),
  ],
  sampleParams: [
    (h) => core.sampleParams(h, key),
    (h) => core.sampleParams(search, h),
    (h) => core.sampleParams(search, key, h),
  ],
  satisfiesConstraints: [(h) => core.satisfiesConstraints(h, params), (h) => core.satisfiesConstraints(search, h)],
  formatValue: [(h) => core.formatValue(h)],
  printable: [(h) => core.printable(h)],
  printableLines: [(h) => core.printableLines(h)],
  sliceData: [
    (h) => core.sliceData(h),
    (h) => core.sliceData(snapshot, h),
    ...each(['metric', 'parameters'], (o) => core.sliceData(snapshot, o)),
  ],
  snapshotOf: [(h) => core.snapshotOf(h), ...each(['snapshot'], core.snapshotOf)],
  space: [
    (h) => space(h),
    (h) => space({ x: h }),
    (h) => space({}, h),
    ...each(['constraints'], (o) => space({ x: float(0, 1) }, o)),
    (h) => space({ x: float(0, 1) }, { constraints: [h] }),
    (h) => core.satisfiesConstraints(space({ x: float(0, 1) }, { constraints: [h] }) as core.SearchSpace, { x: 1 }),
    (h) =>
      core.validateParams(
        space({ x: float(0, 1) }, { constraints: [{ description: 'rule', holds: h }] }) as core.SearchSpace,
        { x: 1 },
      ),
  ],
  spaceChanges: [(h) => core.spaceChanges(h, search), (h) => core.spaceChanges(search, h)],
  spaceFingerprint: [(h) => core.spaceFingerprint(h)],
  spaceFromJson: [
    (h) => core.spaceFromJson(h),
    (h) => core.spaceFromJson({ dimensions: [h] }),
    (h) => core.spaceFromJson({ dimensions: [{ name: 'x', parameter: h }] }),
    (h) => core.spaceFromJson({ dimensions: [] }, h),
  ],
  spaceNotices: [(h) => core.spaceNotices(h)],
  spaceToJson: [(h) => core.spaceToJson(h)],
  splitKey: [(h) => core.splitKey(h, 2), (h) => core.splitKey(key, h)],
  STUDY_ADVICE: [],
  STUDY_OPTION_NAMES: [],
  studyError: [(h) => core.studyError('ERR_STORAGE', 'it', { cause: h })],
  studyExists: [(h) => core.studyExists(h)],
  studyNotFound: [(h) => core.studyNotFound(h)],
  studySummary: [(h) => core.studySummary(h)],
  surrogateSlice: [
    (h) => core.surrogateSlice(h, { parameter: 'x' }),
    (h) => core.surrogateSlice(snapshot, h),
    ...each(['metric', 'noisy', 'resolution', 'priors', 'cost'], (o: object) =>
      core.surrogateSlice(snapshot, { parameter: 'x', ...o }),
    ),
    ...each(['parameter'], (o) => core.surrogateSlice(snapshot, o)),
  ],
  SweetspotError: [
    (h) => new SweetspotError('ERR_INVALID_ARGUMENT', 'it', { cause: h }),
    (h) => new SweetspotError('ERR_STORAGE', 'it', { cause: h, advice: 'Try again.' }),
  ],
  targetValue: [(h) => core.targetValue(h)],
  timeLimit: [(h) => core.timeLimit(h)],
  totalViolation: [
    (h) => core.totalViolation(h, {}),
    (h) => core.totalViolation({ size: { atMost: 1 } }, h),
    (h) => core.totalViolation({ size: h }, { size: 1 }),
  ],
  trialDurations: [(h) => core.trialDurations(h)],
  TrialPruned: [],
  trialsTable: [
    (h) => core.trialsTable(h),
    (h) => core.trialsTable(snapshot).toCsv(h),
    (h) => core.trialsTable(snapshot).csvLines(h),
    ...each(['escapeFormulas'], (o) => core.trialsTable(snapshot).toCsv(o)),
  ],
  unmetConstraints: [
    (h) => core.unmetConstraints(h, {}),
    (h) => core.unmetConstraints({ size: { atMost: 1 } }, h),
    (h) => core.unmetConstraints({ size: h }, { size: 1 }),
  ],
  validateParams: [
    (h) => core.validateParams(h, params),
    (h) => core.validateParams(search, h),
    (h) => core.validateParams(search, params, h),
    (h) => core.validateParams(search, { ...params, x: h }),
    (h) => core.validateParams(search, params, { partial: h }),
  ],
  violation: [
    (h) => core.violation(h, 1),
    (h) => core.violation({ atMost: h }, 1),
    (h) => core.violation({ atMost: 1 }, h),
  ],
  when: [
    (h) => when(h, float(0, 1)),
    (h) => when({ x: h }, float(0, 1)),
    (h) => when({ x: { in: h } as never }, float(0, 1)),
    (h) => space({ x: int(0, 1), y: when({ x: 1 }, h) }),
  ],
  wrongAnswer: [(h) => core.wrongAnswer('it', 'a number', h)],

  'Study.ask': [(h) => study.ask(h), ...each(['detached', 'totalTrials'], (o) => study.ask(o))],
  'Study.tell': [
    (h) => study.tell(h, 1),
    (h) => study.tell(0, h),
    (h) => study.tell({ number: h, attempt: 1 } as never, 1),
    async (h) => study.tell(await study.ask(), h),
    async (h) => study.tell(await study.ask(), { value: h }),
    async (h) => study.tell(await study.ask(), { state: h }),
    async (h) => study.tell(await study.ask(), { state: 'failed', error: h }),
  ],
  'Study.requeue': [
    (h) => study.requeue(h, 'retry'),
    async (h) => study.requeue(await study.ask(), h),
    async (h) => study.requeue(await study.ask(), 'retry', h),
  ],
  'Study.enqueue': [
    (h) => study.enqueue(h),
    (h) => study.enqueue({ x: h }),
    (h) => study.enqueue({}, h),
    ...each(['attributes', 'skipIfTried'], (o) => study.enqueue({}, o)),
    (h) => study.enqueue({}, { attributes: { a: h } }),
  ],
  'Study.discover': [(h) => byRun.discover(h), (h) => byRun.discover({ q: h })],
  'Study.add': [
    (h) => study.add(h, 1),
    (h) => study.add(params, h),
    (h) => study.add(params, 1, h),
    (h) => study.add(params, { state: h } as never),
    ...each(['startedAt', 'finishedAt', 'measurements', 'suggestion', 'attributes'], (o) => study.add(params, 1, o)),
    (h) => study.add(params, 1, { measurements: [h] }),
    (h) => study.add(params, 1, { measurements: [{ step: h, values: h }] }),
  ],
  'Study.addTrials': [
    (h) => study.addTrials(h),
    (h) => study.addTrials([h]),
    ...each(
      ['params', 'value', 'values', 'state', 'reason', 'memo', 'error', 'startedAt', 'measurements', 'attributes'],
      (o: object) => study.addTrials([{ params, value: 1, ...o } as never]),
    ),
  ],
  'Study.annotate': [(h) => study.annotate(h), (h) => study.annotate({ a: h }), (h) => study.annotate({}, h)],
  'Study.correct': [
    (h) => study.correct(h, 1, 'why'),
    (h) => study.correct(0, h, 'why'),
    (h) => study.correct(0, { value: 1 }, h),
  ],
  'Study.delete': [(h) => study.delete(h)],
  'Study.pause': [(h) => byRun.pause(h)],
  'Study.resume': [() => byRun.resume()],
  'Study.stop': [
    async (h) => {
      await byRun.stop(h)
      await byRun.resume()
    },
  ],
  'Study.cancel': [(h) => study.cancel(h), (h) => study.cancel(0, h)],
  'Study.exclude': [(h) => study.exclude(h), (h) => study.exclude(0, h)],
  'Study.include': [(h) => study.include(h)],
  'Study.changes': [(h) => study.changes(h).return?.(), ...each(['signal'], (o) => study.changes(o).return?.())],
  'Study.optimize': [
    (h) => runUntilStopped(h),
    ...each(
      [
        'trials',
        'totalTrials',
        'timeout',
        'target',
        'stopping',
        'signal',
        'concurrency',
        'trialTimeout',
        'retries',
        'catch',
        'maxConsecutiveFailures',
        'observer',
      ],
      run,
    ),
    ...each(['trialStarted', 'trialReported', 'trialFinished', 'trialPaused', 'notice'], (observer) =>
      run({ observer }, reporting),
    ),
    (h) => run({ totalTrials: { completed: h } }),
    (h) => run({ retries: { times: h } }),
    (h) => run({ retries: { times: 1, delay: h } }),
    (h) => run({ stopping: [h] }),
    (h) => run({ stopping: [{ name: 'rule', isMet: h }] }),
    (h) =>
      run({ catch: h, trials: 1 }, () => {
        throw core.studyError('ERR_STORAGE', 'test')
      }),
    (h) => runWith({ sampler: { name: 'hostile', suggest: h } }),
    (h) => runWith({ sampler: { name: 'hostile', suggest: () => h } }),
    (h) => runWith({ sampler: { name: 'hostile', suggest: () => [h] } }),
    (h) => runWith({ sampler: { ...randomSampler(), advise: h } }),
    (h) => runWith({ sampler: { ...randomSampler(), learn: h } }),
    (h) => runWith({ pruner: { name: 'hostile', decide: h } }, reporting),
    (h) => runWith({ pruner: { name: 'hostile', decide: () => h } }, reporting),
    (h) => runWith({ scheduler: { name: 'hostile', next: h } }),
    (h) => runWith({ scheduler: { name: 'hostile', next: () => h } }),
    (h) => run({}, { run: h, close: h }),
    (h) => run({}, { run: () => h, close: h }),
    (h) => run({}, { run: async () => ({ outcome: h }) }),
    (h) => run({}, { run: async () => ({ returned: h }), close: h }),
    (h) => run({}, { run: async () => ({ returned: { value: 1 }, trace: h }) }),
  ],
  'Study.reclaim': [() => study.reclaim()],
  'Study.observe': [(h) => study.observe(h)()],
  'Study.notice': [(h) => study.notice(h)],
  'Study.predict': [(h) => study.predict(h), (h) => study.predict(params, h)],
  'Study.recommend': [(h) => study.recommend(h)],
  'Study.refresh': [() => study.refresh()],
  'Study.toTable': [(h) => study.toTable().toCsv(h)],
  'Study.close': [],

  'Trial.float': [
    (h) => asked((trial) => trial.float(h, 0, 1)),
    (h) => asked((trial) => trial.float('p', h, 1)),
    (h) => asked((trial) => trial.float('p', 0, 1, h)),
  ],
  'Trial.int': [
    (h) => asked((trial) => trial.int(h, 0, 1)),
    (h) => asked((trial) => trial.int('p', h, 1)),
    (h) => asked((trial) => trial.int('p', 0, 1, h)),
  ],
  'Trial.choice': [
    (h) => asked((trial) => trial.choice(h, ['a'])),
    (h) => asked((trial) => trial.choice('p', h)),
    (h) => asked((trial) => trial.choice('p', ['a'], h)),
  ],
  'Trial.ordinal': [(h) => asked((trial) => trial.ordinal('p', h))],
  'Trial.boolean': [(h) => asked((trial) => trial.boolean(h)), (h) => asked((trial) => trial.boolean('p', h))],
  'Trial.fixed': [(h) => asked((trial) => trial.fixed('p', h))],
  'Trial.report': [(h) => asked((trial) => trial.report(h)), (h) => asked((trial) => trial.report(1, h))],
  'Trial.shouldPrune': [],
  'Trial.annotate': [(h) => asked((trial) => trial.annotate(h, 1)), (h) => asked((trial) => trial.annotate('a', h))],
}

/** Places in which errors of the value's own are passed on: those of an objective, and of what hears of its trials. */
export const CORE_OWN_CALLS: Readonly<Record<string, Calls>> = {
  'Study.optimize': [
    (h) => run({}, h),
    (h) => run({}, () => h),
    (h) =>
      run({}, async () => {
        // oxlint-disable-next-line typescript/only-throw-error
        throw h
      }),
    ...each(['onTrial'], run),
  ],
  fold: [(h) => core.fold<number>({ begin: h, add: h })(snapshot)],
}

const byRun = await createStudy({ sampler: randomSampler(), observers: [silent] })

/** Uses a trial of a study whose space is define-by-run. */
async function asked(use: (trial: core.Trial) => unknown): Promise<void> {
  const one = await createStudy({ sampler: randomSampler(), observers: [silent] })
  try {
    const trial = await one.ask()
    use(trial)
    await one.tell(trial, 1)
  } finally {
    await one.close()
  }
}

/** The methods that people call, which must all have a place above. */
export const CORE_METHODS: Readonly<Record<string, readonly string[]>> = {
  Study: Object.getOwnPropertyNames(Object.getPrototypeOf(study)).filter(
    (name) =>
      name !== 'constructor' &&
      typeof Object.getOwnPropertyDescriptor(Object.getPrototypeOf(study), name)?.value === 'function',
  ),
  Trial: Object.entries(await byRun.ask()).flatMap(([name, value]) => (typeof value === 'function' ? [name] : [])),
}
