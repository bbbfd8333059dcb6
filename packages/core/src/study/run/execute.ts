import { invokeAsync, wrongAnswer } from '../../arguments/callback.ts'
import { isPlainObject } from '../../arguments/plain-object.ts'
import { isList } from '../../arguments/shape.ts'
import type { AskedParameter } from '../live/asked-parameter.ts'
import type { TrialHost } from '../live/trial-host.ts'
import type { TrialSpec } from '../live/trial-spec.ts'
import type { Execution, Executor } from './executor.ts'

const ENDINGS = ['returned', 'thrown', 'outcome'] as const

/**
 * Runs a trial with an executor, and passes the parameters in its trace to the host.
 *
 * @throws ERR_CALLBACK_FAILED if the executor fails, ERR_INVALID_ARGUMENT for an invalid answer
 */
export async function execute(executor: Executor, spec: TrialSpec, host: TrialHost): Promise<Execution> {
  const execution: unknown = await invokeAsync('the executor', () => executor.run(spec, host))
  if (!isExecution(execution)) throw wrongAnswer('the executor', '{ returned }, { thrown } or { outcome }', execution)
  if (execution.trace !== undefined) takeTrace(execution.trace, host)
  return execution
}

const isExecution = (given: unknown): given is Execution =>
  isPlainObject(given) && ENDINGS.some((ending) => Object.hasOwn(given, ending))

function takeTrace(trace: unknown, host: TrialHost): void {
  if (!isList(trace)) throw wrongAnswer('the executor', 'a list as its trace', trace)
  for (const asked of trace) host.asked(asked as AskedParameter)
}
