import { join } from 'node:path'
import type { OptimizeResult, Params, Study, StudySnapshot } from '@sweetspot/core'
import { countOf, studyError } from '@sweetspot/core'
import { commandExecutor } from '../../command/command-executor.ts'
import type { MetricReading } from '../../command/metric-reading.ts'
import { commandNotices } from '../../command/template/command-notices.ts'
import { LOG_NAME, trialFolder } from '../../command/trial-folder.ts'
import { productError } from '../../product-error.ts'
import type { CommandCode, CommandInput } from '../command-code.ts'
import type { CommandContext } from '../command-context.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { printError } from '../explain-error.ts'
import { sizeOption } from '../run/amount-texts.ts'
import { checkRun } from '../run/check-run.ts'
import { displayFor } from '../run/display/display-for.ts'
import type { RunDisplay } from '../run/display/run-display.ts'
import { dryRun } from '../run/dry-run.ts'
import { missingEvent, missingMetric, reportingHelp } from '../run/explain-missing.ts'
import { FailureLimit } from '../run/failure-limit.ts'
import { goOnText } from '../run/go-on.ts'
import { Interruption } from '../run/interruption.ts'
import { MetricCheck } from '../run/metric-check.ts'
import { planRun, type RunPlan } from '../run/run-plan.ts'
import { printResult } from '../run/run-result.ts'
import { readRun } from '../run/run-settings.ts'
import { runTrials } from '../run/run-trials.ts'
import { EARLIER_COMMANDS } from '../studies/command-text.ts'
import { openStudyWith } from '../studies/open-study-with.ts'
import { continuedAttributes, sweepAttributes } from '../studies/sweep-attributes.ts'
import { trialsRoot } from '../trials-root.ts'

type Options = CommandInput<'run'>['options']
type AnyStudy = Study<Params, string, string>

/** `sweetspot run` */
export const run: CommandCode<'run'> = async (input, context) => {
  const { options } = input
  if (options.trials !== undefined && options.more !== undefined) {
    throw productError('ERR_USAGE', 'Expected either -n, the total, or --more; received both.')
  }
  const { sweep, notices } = await readRun(input, context.session.cwd)
  const plan = await planRun(sweep, options.more, context)
  await checkRun(plan, executorOptions(plan, options, context))
  const display = displayFor(context, { isJson: options.json, isQuiet: options.quiet })
  for (const text of [...notices, ...ownNotices(plan, options)]) display.notice?.(text)
  if (options.dryRun) {
    display.close()
    await dryRun(plan, context)
    return EXIT.done
  }
  try {
    const study = await openStudy(plan, context, display)
    try {
      return await runStudy(study, plan, options, context, display)
    } finally {
      await study.close()
    }
  } finally {
    display.close()
  }
}

function ownNotices({ sweep, template, space, gridSize }: RunPlan, { pruner }: Options): readonly string[] {
  const named = pruner ?? sweep.pruner
  return [
    ...commandNotices(template, space),
    ...(named === 'auto' || named === 'hyperband' ? [`The pruner ${named} is the median rule for now.`] : []),
    ...(gridSize === undefined ? [] : [`The grid has ${countOf(gridSize, 'combination')}.`]),
  ]
}

async function openStudy(
  { name, sweep, space, directions, sampler, pruner, template, stored }: RunPlan,
  { storage }: CommandContext,
  display: RunDisplay,
): Promise<AnyStudy> {
  const { constraints, seed, enqueue = [] } = sweep
  const study = await openStudyWith(sampler, pruner, {
    name,
    storage,
    loadIfExists: true,
    space,
    directions,
    ...(constraints && { constraints }),
    ...(seed !== undefined && { seed }),
    observers: [display],
  })
  try {
    const attributes = stored
      ? continuedAttributes(stored, sweep, template, sampler)
      : sweepAttributes(sweep, template, sampler)
    const finished = stored ? finishedCount(stored) : 0
    if (EARLIER_COMMANDS in attributes && finished > 0)
      display.notice?.(
        `The command differs from that of the ${countOf(finished, 'finished trial')} so far; their results are compared. For a study of its own: --study NAME.`,
      )
    const kept = stored?.attributes ?? {}
    const changed = Object.entries(attributes).filter(
      ([key, value]) => JSON.stringify(kept[key]) !== JSON.stringify(value),
    )
    if (changed.length > 0) await study.annotate(Object.fromEntries(changed))
    for (const params of enqueue) await study.enqueue(params as Params, { skipIfTried: true })
    return study
  } catch (thrown) {
    await study.close()
    throw thrown
  }
}

const finishedCount = ({ counts: { completed, pruned, failed } }: StudySnapshot) => completed + pruned + failed

async function runStudy(
  study: AnyStudy,
  plan: RunPlan,
  options: Options,
  context: CommandContext,
  display: RunDisplay,
): Promise<ExitCode> {
  const { sweep, totalTrials } = plan
  const { session } = context
  const root = trialsRoot(context)
  const failures = new FailureLimit(sweep.maxFailures, session.now)
  let missing: MetricReading | undefined
  const interruption = new Interruption({
    running: () => study.snapshot.running.filter(({ number }) => own.has(number)).length,
    kill: () => {
      // From now on a signal ends this process at once.
      unlisten()
      void executor.close()
    },
    say: (text) => display.say(text, 'interruption'),
  })
  const own = new Set<number>()
  const check = new MetricCheck(
    Object.keys(study.constraints),
    (text) => display.say(text, 'check'),
    (reading) => {
      missing = reading
      interruption.stop('no metric')
    },
  )
  const executor = commandExecutor({
    ...executorOptions(plan, options, context),
    constraints: Object.keys(study.constraints),
    folder: root,
    onMetrics: (reading) => check.take(reading),
    onNotice: (text) => display.notice?.(text),
  })
  const stopObserving = study.observe({
    trialStarted: ({ number }) => own.add(number),
    trialFinished: ({ number }) => own.delete(number),
  })
  const unlisten = session.onSignal(interruption.take)
  display.begin(shownRun(study, plan, context))
  let result: OptimizeResult
  try {
    const { trialTimeout, timeout, retries = 0, retryDelay, target, concurrency = 1 } = sweep
    result = await runTrials(study, executor, concurrency, () => !check.isOpen, {
      ...(totalTrials !== undefined && { totalTrials }),
      ...(timeout !== undefined && { timeout }),
      ...(trialTimeout !== undefined && { trialTimeout }),
      ...(target !== undefined && { target }),
      retries: retryDelay === undefined ? retries : { times: retries, delay: retryDelay },
      stopping: [interruption.rule, failures.rule],
      signal: interruption.signal,
      catch: true,
      onTrial: (trial) => failures.take(trial),
    })
  } finally {
    unlisten()
    stopObserving()
    await executor.close()
  }
  display.close()
  if (missing) {
    if (options.json) context.print.raw(`${missingEvent(missing, study.name, session.now())}\n`)
    return explainMissing(missing, study.snapshot, root, context)
  }
  const { exitCode, isUrgent } = interruption
  const snapshot = await study.refresh()
  const code = exitCode ?? exitCodeOf(snapshot, failures)
  const reason = exitCode !== undefined ? 'interrupted' : failures.reached !== undefined ? 'failures' : result.reason
  if (!options.json)
    for (const text of goOnText({ snapshot, plan, result, failures, reason })) context.print.notice(text)
  await printResult({ snapshot, reason, exitCode: code, isUrgent }, options.json, context)
  if (code === EXIT.failures) {
    const last = failures.last
    const error = last?.state === 'failed' ? (last.error ?? last.reason) : ''
    const text = error === '' ? '' : ` The last error: ${error.replace(/\.$/, '')}.`
    const log = last ? ` Its output: sweetspot logs ${study.name} ${last.number}` : ''
    throw studyError('ERR_TOO_MANY_FAILURES', `${failures.reached}${text}${log}`)
  }
  return code
}

const exitCodeOf = ({ counts }: AnyStudy['snapshot'], { reached }: FailureLimit): ExitCode =>
  reached !== undefined ? EXIT.failures : counts.completed === 0 ? EXIT.failed : EXIT.done

function executorOptions({ sweep, template, space }: RunPlan, options: Options, { session }: CommandContext) {
  const { metric, environment, gpus } = sweep
  const { gpusPerTrial, trialsPerGpu, coresPerTrial } = options
  const memoryLimit = sizeOption('--memory-limit', options.memoryLimit)
  return {
    template,
    space,
    cwd: session.cwd,
    ...(metric && { metric }),
    ...(environment && { environment }),
    ...(gpus && { gpus }),
    ...(gpusPerTrial !== undefined && { gpusPerTrial }),
    ...(trialsPerGpu !== undefined && { trialsPerGpu }),
    ...(coresPerTrial !== undefined && { coresPerTrial }),
    ...(memoryLimit !== undefined && { memoryLimit }),
  }
}

function shownRun(study: AnyStudy, plan: RunPlan, { session, storageName }: CommandContext) {
  const { name, stored, directions, space, sampler, pruner, totalTrials, gridSize, sweep } = plan
  return {
    name,
    isNew: stored === undefined,
    goal: Object.entries(directions)
      .map(([metric, direction]) => `${direction} ${metric}`)
      .join(', '),
    parameters: [...new Set(space.dimensions.map((dimension) => dimension.name))],
    sampler,
    pruner,
    storage: storageName,
    trials: totalTrials ?? gridSize,
    deadline: sweep.timeout === undefined ? undefined : session.now() + sweep.timeout,
    snapshot: () => study.snapshot,
  }
}

function explainMissing(
  reading: MetricReading,
  study: StudySnapshot,
  root: string,
  { session }: CommandContext,
): ExitCode {
  const code = printError(session, missingMetric(reading), { command: 'run', study: study.name, isDebugging: false })
  const log = join(trialFolder(root, study, reading.trial), LOG_NAME)
  session.stderr.write(
    reportingHelp(reading, log)
      .map((line) => `  ${line}\n`)
      .join(''),
  )
  return code
}
