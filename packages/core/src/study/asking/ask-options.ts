import { checkArgument } from '../../arguments/argument.ts'
import { optionsReader } from '../../arguments/options.ts'
import { checkTotalTrials, type TotalTrials } from './total-trials.ts'

/** Options of `Study.ask`, where they are documented. */
export interface AskOptions {
  readonly detached?: boolean
  readonly totalTrials?: TotalTrials
}

const readOptions = optionsReader<AskOptions>('ask', { detached: [], totalTrials: ['max_trials', 'n_trials'] })

/** @throws ERR_INVALID_ARGUMENT */
export function checkedAskOptions(options: AskOptions | undefined): Required<AskOptions> {
  if (options === undefined) return DEFAULTS
  const { detached = DEFAULTS.detached, totalTrials = DEFAULTS.totalTrials } = readOptions(options)
  checkArgument('detached', detached, typeof detached === 'boolean', 'true or false')
  if (totalTrials !== Number.POSITIVE_INFINITY) checkTotalTrials(totalTrials)
  return { detached, totalTrials }
}

const DEFAULTS: Required<AskOptions> = Object.freeze({ detached: false, totalTrials: Number.POSITIVE_INFINITY })
