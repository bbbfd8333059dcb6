import { type Directions, gridOf, readStudy, type SearchSpace, type StudySnapshot, studyError } from '@sweetspot/core'
import type { CommandTemplate } from '../../command/command-template.ts'
import { productError } from '../../product-error.ts'
import type { Sweep } from '../../sweep/sweep.ts'
import type { CommandContext } from '../command-context.ts'
import { keptSampler, type SamplerName } from '../studies/sampler-choice.ts'
import { checkTemplate } from './check-template.ts'
import { defaultStudyName } from './study-name.ts'

/** The trials of a new study without a limit of its own. */
const DEFAULT_TRIALS = 50

/** A sweep with everything that a run needs, in a study that may exist. */
export interface RunPlan {
  readonly sweep: Sweep
  readonly name: string
  /** The study as it was, if it exists. */
  readonly stored: StudySnapshot | undefined
  readonly space: SearchSpace
  readonly directions: Directions
  readonly template: CommandTemplate
  readonly sampler: SamplerName
  readonly pruner: 'median' | 'none'
  /** Trials of the study in total; undefined without a limit. */
  readonly totalTrials: number | undefined
  /** Combinations of the space, for a grid. */
  readonly gridSize: number | undefined
}

/**
 * Completes a sweep by the study that it continues, and by defaults.
 *
 * @param more - Trials to run in addition to those that the study has.
 * @throws ERR_USAGE for what is missing, ERR_STUDY_STOPPED, ERR_SPACE_NOT_FINITE for a grid of a continuous parameter
 */
export async function planRun(sweep: Sweep, more: number | undefined, context: CommandContext): Promise<RunPlan> {
  const { command: template } = sweep
  if (!template) {
    throw productError('ERR_USAGE', 'Expected a command to run, after --, or in a sweep file.')
  }
  const name = sweep.name ?? defaultStudyName(template)
  const { storage } = context
  context.about(name)
  const stored = (await storage.find(name)) === undefined ? undefined : await readStudy(storage, name)
  if (stored?.status === 'stopped') {
    throw studyError('ERR_STUDY_STOPPED', `The study ${name} is stopped.`)
  }
  const space = sweep.space ?? (stored?.hasDeclaredSpace ? stored.space : undefined)
  if (!space || space.dimensions.length === 0) {
    throw productError('ERR_USAGE', 'Expected parameters to tune, such as -p lr=log:1e-5..1e-1.')
  }
  const directions = sweep.directions ?? stored?.directions
  if (!directions) {
    throw productError('ERR_USAGE', 'Expected the metric to tune for: --maximize NAME or --minimize NAME.')
  }
  const metrics = Object.keys(directions)
  if (sweep.target !== undefined && metrics.length > 1) {
    const text = `A target needs exactly one metric; this study has ${metrics.length}: ${metrics.join(', ')}.`
    throw productError('ERR_USAGE', text)
  }
  checkTemplate(template, space)
  const sampler = sweep.sampler ?? (stored && keptSampler(stored)) ?? 'auto'
  return {
    sweep,
    name,
    stored,
    space,
    directions,
    template,
    sampler,
    pruner: sweep.pruner === 'auto' || sweep.pruner === 'median' ? 'median' : 'none',
    totalTrials: totalOf(sweep, sampler, more, stored),
    gridSize: sampler === 'grid' ? gridOf(space).size : undefined,
  }
}

function totalOf(
  { trials, timeout, target }: Sweep,
  sampler: SamplerName,
  more: number | undefined,
  stored: StudySnapshot | undefined,
): number | undefined {
  if (more !== undefined) return more + (stored ? startedTrials(stored) : 0)
  if (trials !== undefined) return trials
  const isLimited = sampler === 'grid' || timeout !== undefined || target !== undefined
  return isLimited ? undefined : DEFAULT_TRIALS
}

/** The trials that count for the total: all but those in the queue. */
export const startedTrials = ({ counts }: StudySnapshot): number =>
  counts.completed + counts.pruned + counts.failed + counts.paused + counts.running
