import { causeText, type ErrorCode, messageOf, printable, SweetspotError } from '@sweetspot/core'
import { productError } from '../product-error.ts'
import { sentence } from '../text/sentence.ts'
import { wrapWords } from '../text/wrap-words.ts'
import { errorWords } from './command-line-words.ts'
import { type ExitCode, exitCodeOf } from './exit-codes.ts'
import { paletteFor, widthOf } from './output/palette.ts'
import type { Session } from './session.ts'
import { shellWord } from './studies/shell-word.ts'

/**
 * What to do at the command line about an error; NAME stands for the study, COMMAND for the command. Other errors keep
 * their advice, which is written for programs.
 */
const NEXT_STEPS: Partial<Record<ErrorCode, string>> = {
  ERR_USAGE: 'See the arguments, options and examples: sweetspot COMMAND --help',
  ERR_METRIC_NOT_FOUND: 'Nothing is lost: the trial is in the queue, and runs again with the same params.',
  ERR_TOO_MANY_FAILURES:
    'See the trials and their errors: sweetspot trials NAME. Then fix the command, and run it again.',
  ERR_INVALID_ARGUMENT: 'See the arguments, options and examples: sweetspot COMMAND --help',
  ERR_CALLBACK_FAILED: 'See where a function of your file threw it: the same command with --debug',
  ERR_INVALID_PRIOR: 'Write it as normal:MEAN,SD, log-normal:MEAN,SD or beta:A,B; weights as in weighted:a=3,b=1.',
  ERR_INVALID_JSON: 'Correct the file; nothing was imported from it.',
  ERR_INVALID_VALUE: 'Tell a number, or METRIC=NUMBER for each metric: sweetspot tell --help',
  ERR_UNFIT_PARAMS: 'Put params that fit into the queue: sweetspot enqueue NAME PARAM=VALUE …',
  ERR_SPACE_NOT_FINITE: 'Give each range a step, as in x=0..1/0.1, or choose another --sampler.',
  ERR_GRID_TOO_LARGE: 'Use fewer values or larger steps, or choose another --sampler.',
  ERR_STUDY_EXISTS: 'Choose another name, or delete the study first: sweetspot delete NAME',
  ERR_STUDY_NOT_FOUND: 'List the studies: sweetspot studies',
  ERR_STUDY_MISMATCH: 'See how the study was created: sweetspot show NAME. Or start another one, with another --study.',
  ERR_STUDY_PAUSED: 'Resume it: sweetspot resume NAME',
  ERR_STUDY_STOPPED: 'Resume it: sweetspot resume NAME',
  ERR_TRIAL_NOT_FOUND: 'List the trials: sweetspot trials NAME',
  ERR_TRIAL_NOT_RUNNING: 'Start a trial: sweetspot ask NAME',
  ERR_TRIAL_CANCELLED: 'Its result is dropped. Start another trial: sweetspot ask NAME',
  ERR_STALE_ATTEMPT:
    'This result is dropped, since another process has taken over. Start another trial: sweetspot ask NAME',
  ERR_RESULT_CONFLICT:
    'Leave it out: sweetspot exclude NAME NUMBER. Or run its params again: sweetspot rerun NAME NUMBER',
  ERR_NO_COMPLETED_TRIALS: 'See the trials and their errors: sweetspot trials NAME',
  ERR_NO_FEASIBLE_TRIALS: 'See the measured values: sweetspot trials NAME',
  ERR_MULTIPLE_OBJECTIVES: 'See the Pareto front: sweetspot best NAME',
  ERR_UNKNOWN_METRIC: 'See the metrics of the study: sweetspot show NAME',
  ERR_INVALID_PARAMS: 'See the parameters of the study: sweetspot space NAME',
  ERR_SPACE_EXHAUSTED: 'See the best trial: sweetspot best NAME. Or widen the space: sweetspot space NAME --set …',
  ERR_SPACE_REQUIRED: 'Declare the parameters: sweetspot space NAME --set PARAM',
  ERR_CORRUPT_JOURNAL: 'Nothing was changed. See what can be saved: sweetspot doctor',
  ERR_STORAGE: 'Check the file, its folder and the disk: sweetspot doctor',
  ERR_INVALID_STORAGE_URL:
    'Pass the path of a file, such as --storage studies.db; with ?mode=ro at the end it is only read.',
  ERR_UNSUPPORTED_RUNTIME: 'Install a supported version of Node, then sweetspot again: npm install sweetspot',
  ERR_NO_DEVICES: 'Name the devices, as in --gpus 0,1, or leave out --gpus.',
  ERR_STORAGE_BUSY: 'See who holds it: sweetspot doctor. Or try again later.',
}

/** The forms of parameters, for mistakes in one. */
const FORMS =
  'The forms are 1..8, 0.0..1.0, log:1e-5..1e-1, 0..1/0.1, 8..64%8, normal:0,1, sgd,adam, ordinal:1,2,4, weighted:a=3,b=1, true,false and ==text.'

/** An error as text for a person. */
export interface Explanation {
  readonly what: string
  readonly next: string
  readonly code: ErrorCode
  readonly exitCode: ExitCode
}

/** What happened, its code, and what to do next. */
export function explainError(thrown: unknown): Explanation {
  const error =
    thrown instanceof SweetspotError ? thrown : productError('ERR_INTERNAL', messageOf(thrown), { cause: thrown })
  const { code, advice } = error
  const what = sentence(errorWords(causeText(error), code))
  const isParameter = code === 'ERR_INVALID_SWEEP' && what.startsWith('-p ')
  return { what, next: isParameter ? FORMS : (NEXT_STEPS[code] ?? advice), code, exitCode: exitCodeOf(code) }
}

/** What is known of the command line of an error. */
export interface ErrorContext {
  readonly command?: string
  readonly study?: string
  readonly isDebugging: boolean
}

/** Writes an error to stderr: a sentence, its code, and the next step. The stack comes with `--debug` only. */
export function printError(
  session: Session,
  thrown: unknown,
  { command = '', study = 'NAME', isDebugging }: ErrorContext,
): ExitCode {
  const { stderr, env } = session
  const paint = paletteFor(stderr, env)
  const { what, next: advice, code, exitCode } = explainError(thrown)
  const next = advice
    .replace(/\bNAME\b/g, () => shellWord(study))
    .replace('COMMAND ', command === '' ? '' : `${command} `)
  const width = stderr.isTTY === true ? widthOf(stderr, env) : Number.POSITIVE_INFINITY
  const [first = '', ...others] = wrapWords(`error: ${printable(what)} [${code}]`, width)
  const lines = [first.replace(/^error:/, paint.red('error:')), ...others, ...wrapWords(`  ${next}`, width)]
  const stack = isDebugging && thrown instanceof Error ? [paint.dim(stackOf(thrown))] : []
  stderr.write([...lines, ...stack].map((line) => `${line}\n`).join(''))
  return exitCode
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${stackOf(error.cause)}` : ''
  return `${error.stack ?? error.message}${cause}`
}
