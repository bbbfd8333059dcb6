import { checkArgument } from '../../arguments/argument.ts'
import { formatValue } from '../../arguments/format-value.ts'
import { optionsReader } from '../../arguments/options.ts'
import { isSignal } from '../../arguments/shape.ts'
import { SweetspotError } from '../../errors.ts'
import { keyFromSeed } from '../../math/random.ts'
import { describeParameter } from '../../space/describe.ts'
import { namedParams } from '../../space/named-params.ts'
import { domainOf } from '../../space/parameters/domain.ts'
import type { Params } from '../../space/params.ts'
import { systemClock } from '../clock/system.ts'
import { measurementOf } from '../results/report.ts'
import { liveTrial } from './live-trial.ts'
import type { Trial } from './trial.ts'

/** Options of {@link fixedTrial}. */
export interface FixedTrialOptions {
  /** The number of the trial. Default: 0. */
  readonly number?: number
  /** Aborted when the objective should stop. Default: a signal that is never aborted. */
  readonly signal?: AbortSignal
}

/**
 * Creates a trial outside any study with given params, to call the objective again with the best params or in a test.
 *
 * `trial.params` has all params. `float`, `int`, `choice` and so on return them, and throw ERR_INVALID_PARAMS if a
 * value is missing or does not fit the range. `report` and `annotate` check their arguments, `attributes` has the
 * attached values, and `shouldPrune()` is always false.
 *
 * @typeParam P - The type of the params.
 * @param params - A value for each parameter that the objective uses.
 * @throws ERR_INVALID_PARAMS unless it is an object of JSON values by name; ERR_INVALID_NAME, ERR_INVALID_JSON
 *
 * @example
 * ```ts
 * const value = await objective(fixedTrial(study.best.params))
 * ```
 */
export function fixedTrial<const P extends Params>(params: P, options?: FixedTrialOptions): Trial<P> {
  const { number = 0, signal = new AbortController().signal } = readOptions(options)
  checkArgument('number', number, Number.isSafeInteger(number) && number >= 0, 'an integer of at least 0')
  checkArgument('signal', signal, isSignal(signal), 'an AbortSignal')
  const given = namedParams(params)
  const startedAt = systemClock.now()
  let lastStep: number | undefined
  const asking = liveTrial(
    {
      study: 'fixed',
      studyCreatedAt: startedAt,
      number,
      attempt: 1,
      startedAt,
      params: given,
      hasDeclaredSpace: false,
      key: keyFromSeed(number),
      exhaustive: true,
      metrics: [],
      attributes: {},
    },
    {
      signal,
      report: (value, step) => {
        lastStep = measurementOf(value, step, lastStep, ['value'], systemClock.now()).step
      },
      decide: () => ({ action: 'continue' }),
      annotate: () => {},
      asked: ({ name, parameter }) => {
        const value = Object.hasOwn(given, name) ? given[name] : undefined
        if (value !== undefined && domainOf(parameter).contains(value)) return
        const what = value === undefined ? 'is missing' : `cannot be ${formatValue(value)}`
        throw new SweetspotError('ERR_INVALID_PARAMS', `${name} ${what} (${describeParameter(parameter)}).`)
      },
    },
  )
  const trial = {
    ...asking,
    params: given,
    get attributes() {
      return asking.attributes
    },
  }
  return Object.freeze(trial) as unknown as Trial<P>
}

const readOptions = optionsReader<FixedTrialOptions>('fixedTrial', { number: [], signal: ['abortSignal'] })
