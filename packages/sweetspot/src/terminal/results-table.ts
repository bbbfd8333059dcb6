import {
  type CompletedTrial,
  checkArgument,
  compareValues,
  constraintValue,
  eligibleTrials,
  failureGroups,
  isFeasible,
  type OutcomeConstraint,
  optionsReader,
  type Params,
  paretoFront,
  type StudyOrSnapshot,
  type StudySnapshot,
  snapshotOf,
  totalViolation,
  violation,
} from '@sweetspot/core'
import { displayWidth, harmless, pad, truncate } from '../text/display-width.ts'
import { formatDuration } from '../text/format-duration.ts'
import { formatJson, formatNumber, formatParams } from '../text/format-value.ts'
import { recommendationLine, recommendedInstead } from './recommended.ts'

export interface ResultsTableOptions {
  /** How many trials; 10 unless given. */
  readonly trials?: number
  /** How many columns of text; 100 unless given. Where the params do not fit, they share one column. */
  readonly width?: number
  /** Whether to name the recommended trial where it is not the best, which fits a model to the study; true unless given.
   * Say false where trials cannot be compared, as trainings of different lengths. */
  readonly recommended?: boolean
}

const readOptions = optionsReader<ResultsTableOptions>('resultsTable', {
  trials: ['n_trials', 'num_trials', 'count', 'limit'],
  width: ['columns'],
  recommended: [],
})

interface Column {
  readonly heading: string
  readonly align: 'left' | 'right'
  readonly cells: readonly string[]
}

const GAP = '  '

/**
 * The best trials of a study as text, the best first; of a study of several metrics, its Pareto front. A study with
 * constraints has a column for each; trials that do not meet them come last, by how far they are from it. Trials that are
 * excluded or do not fit the declared space as it is now are only counted. Below is the
 * recommended trial, where it is not the best.
 */
export function resultsTable(study: StudyOrSnapshot, options?: ResultsTableOptions): string {
  const snapshot = snapshotOf(study)
  const { trials = 10, width = 100, recommended = true } = readOptions(options)
  const isCount = typeof trials === 'number' && trials >= 0
  checkArgument('trials', trials, isCount, 'a number from 0 on')
  checkArgument('width', width, typeof width === 'number' && width >= 1, 'a number of columns from 1 on')
  checkArgument('recommended', recommended, typeof recommended === 'boolean', 'true or false')
  const { metrics, constraints, counts, name, space } = snapshot
  const ranked = rank(snapshot)
  const best = ranked.slice(0, trials)
  const { completed, pruned, failed } = counts
  const others = [...(pruned > 0 ? [`${pruned} pruned`] : []), ...(failed > 0 ? [`${failed} failed`] : [])]
  const constrained = Object.keys(constraints).length > 0
  const feasible = constrained ? [`${feasibleCount(snapshot)} feasible`] : []
  const heading = [`${completed} completed`, ...feasible, ...others].join(', ')
  const what =
    metrics.length > 1 ? 'the Pareto front' : ranked.length > best.length ? `the ${best.length} best` : 'best first'
  const title = truncate(`${harmless(name)}: ${heading}${best.length > 0 ? `; ${what}` : ''}`, width)
  const failures = failureLines(snapshot).map((line) => truncate(line, width))
  if (best.length === 0) return [title, ...failures].join('\n')

  const front: Column[] = [
    { heading: 'trial', align: 'right', cells: best.map(({ number }) => String(number)) },
    ...metrics.map(
      (metric): Column => ({
        heading: harmless(metric),
        align: 'right',
        cells: best.map(({ values }) => formatNumber(values[metric] as number)),
      }),
    ),
    ...Object.entries(constraints).map(
      ([constraint, bounds]): Column => ({
        heading: harmless(constraint),
        align: 'right',
        cells: best.map(({ values }) => constraintCell(bounds, constraintValue(values, constraint))),
      }),
    ),
    {
      heading: 'time',
      align: 'right',
      cells: best.map(({ startedAt, finishedAt }) => formatDuration(finishedAt - startedAt)),
    },
  ]
  const used = best.flatMap(({ params }) => Object.keys(params))
  const names = [...new Set([...space.dimensions.map(({ name }) => name), ...used])].filter((name) =>
    used.includes(name),
  )
  const apart = names.map((parameter): Column => {
    const cells = best.map(({ params }) => cellOf(params, parameter))
    return { heading: harmless(parameter), align: cells.every(isNumeric) ? 'right' : 'left', cells }
  })
  const together: Column = { heading: 'params', align: 'left', cells: best.map(({ params }) => formatParams(params)) }
  const columns = widthOf([...front, ...apart]) <= width ? [...front, ...apart] : [...front, together]
  const instead = recommended ? recommendedInstead(snapshot) : undefined
  const end = instead ? [truncate(recommendationLine(instead), width)] : []
  return [title, ...rows(columns, width), ...end, ...failures].join('\n')
}

/** More kinds of failures than this are counted only. */
const LISTED_FAILURES = 3

/** Why trials failed, a line for each reason and error. */
function failureLines(snapshot: StudySnapshot): readonly string[] {
  // A reason alone says no more than the heading.
  const groups = failureGroups(snapshot).filter(({ reason, error }) => error !== undefined || reason !== 'error')
  const lines = groups.slice(0, LISTED_FAILURES).map(({ reason, error, trials: numbers }) => {
    const [first, ...others] = numbers
    const which = others.length > 0 ? `${numbers.length} trials, the first ${first}` : `trial ${first}`
    // One line of the message; the rest is in the record.
    const text = error === undefined ? '' : `: ${harmless(error.split('\n', 1)[0] as string)}`
    return `failed: ${which} (${reason})${text}`
  })
  const more = groups.length - lines.length
  return more > 0 ? [...lines, `and ${more} other ${more === 1 ? 'reason' : 'reasons'}`] : lines
}

function rank(snapshot: StudySnapshot): CompletedTrial[] {
  const { metrics, directions, constraints } = snapshot
  const [metric] = metrics as [string]
  const trials = metrics.length > 1 ? [...paretoFront(snapshot)] : eligibleTrials(snapshot)
  const direction = directions[metric] as 'minimize' | 'maximize'
  const value = ({ values }: CompletedTrial) => values[metric] as number
  const ranked = trials.map((trial) => ({ trial, violated: totalViolation(constraints, trial.values) }))
  ranked.sort((a, b) =>
    a.violated === b.violated ? compareValues(direction, value(a.trial), value(b.trial)) : a.violated - b.violated,
  )
  return ranked.map(({ trial }) => trial)
}

const feasibleCount = ({ trials, constraints }: StudySnapshot) =>
  [...trials].filter((trial) => trial.state === 'completed' && isFeasible(constraints, trial.values)).length

/** What was measured, with a cross where it is out of bounds; a dash where nothing was. */
function constraintCell(bounds: OutcomeConstraint, value: number): string {
  if (Number.isNaN(value)) return '–'
  return violation(bounds, value) > 0 ? `✗ ${formatNumber(value)}` : formatNumber(value)
}

function cellOf(params: Params, name: string): string {
  const value = Object.hasOwn(params, name) ? params[name] : undefined
  return value === undefined ? '–' : formatJson(value)
}

const isNumeric = (cell: string) => cell === '–' || /^-?[\d.∞]+(?:e-?\d+)?$/.test(cell)

const columnWidth = ({ heading, cells }: Column) => Math.max(...[heading, ...cells].map(displayWidth))

const widthOf = (columns: readonly Column[]) =>
  columns.reduce((sum, column) => sum + columnWidth(column), GAP.length * (columns.length - 1))

function rows(columns: readonly Column[], width: number): string[] {
  const widths = columns.map(columnWidth)
  const row = (cells: readonly string[]) =>
    truncate(
      cells
        .map((cell, index) => pad(cell, widths[index] as number, columns[index]?.align ?? 'left'))
        .join(GAP)
        .trimEnd(),
      width,
    )
  const rule = widths.map((cells) => '─'.repeat(cells)).join(GAP)
  const count = columns[0]?.cells.length ?? 0
  return [
    row(columns.map(({ heading }) => heading)),
    truncate(rule, width).replace('…', '─'),
    ...Array.from({ length: count }, (_, index) => row(columns.map(({ cells }) => cells[index] as string))),
  ]
}
