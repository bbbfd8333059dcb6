import { type Direction, SweetspotError } from '@sweetspot/core'
import type { KerasProject } from './read-project.ts'

/** The metric that a project minimises or maximises. */
export interface KerasObjective {
  readonly name: string
  readonly direction: Direction
}

/**
 * The objective of a project, which its files do not name: the metric whose best value is the score of every trial.
 *
 * @param name - The name of the metric, if given.
 * @param direction - Its direction, if given.
 * @throws ERR_INVALID_ARGUMENT if it cannot be found
 */
export function kerasObjective(
  { trials }: KerasProject,
  name: string | undefined,
  direction: Direction | undefined,
): KerasObjective {
  const scored = trials.filter(({ score }) => score !== undefined && Number.isFinite(score))
  const names = [...new Set(trials.flatMap(({ metrics }) => metrics.map((metric) => metric.name)))]
  const directionOf = (metric: string) =>
    trials.flatMap(({ metrics }) => metrics.filter((each) => each.name === metric)).find((each) => each.direction)
      ?.direction
  const isScore = (metric: string) =>
    scored.every(({ score, metrics }) => {
      const curve = metrics.find((each) => each.name === metric)?.curve.map(([, value]) => value) ?? []
      const best = directionOf(metric) === 'maximize' ? Math.max(...curve) : Math.min(...curve)
      return Math.abs(best - (score ?? 0)) <= 1e-9 * Math.max(1, Math.abs(best))
    })
  const fitting = scored.length > 0 ? names.filter(isScore) : []
  const [only, ...others] = fitting
  const found = name ?? (others.length === 0 ? only : undefined)
  const known = direction ?? (found === undefined ? undefined : directionOf(found))
  if (found !== undefined && known !== undefined) return { name: found, direction: known }
  const listed = names.length > 0 ? ` The trials have ${names.join(', ')}.` : ''
  throw new SweetspotError(
    'ERR_INVALID_ARGUMENT',
    `The objective cannot be found in the files of KerasTuner: pass objective and direction, such as { objective: 'val_loss', direction: 'minimize' }.${listed}`,
  )
}
