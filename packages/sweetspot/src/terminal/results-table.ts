import {
  type CompletedTrial,
  checkArgument,
  compareValues,
  constraintValue,
  countOf,
  eligibleTrials,
  failureGroups,
  isFeasible,
  type OutcomeConstraint,
  optionsReader,
  type Params,
  paretoFront,
  printable,
  type StudyOrSnapshot,
  type StudySnapshot,
  snapshotOf,
  totalViolation,
  violation,
} from '@sweetspot/core'
import { displayWidth, pad, truncate } from '../text/display-width.ts'
import { formatDuration } from '../text/format-duration.ts'
import { formatJson, formatNumber, formatParams } from '../text/format-value.ts'
import { recommendationLine, recommendedInstead } from './recommended.ts'

/** Options of {@link resultsTable}. */
export interface ResultsTableOptions {
  /** Maximum number of trials. Default: 10. */
  readonly trials?: number
  /** Width in columns of text. If the params do not fit, they share one column. Default: 100. */
  readonly width?: number
  /**
   * Whether to show the recommended trial if it is not the best. This fits a model. Set it to false if trials are not
   * comparable, such as trainings of different lengths. Default: true.
   */
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
 * Formats the best trials of a study as a text table, best first; for several metrics, the Pareto front.
 *
 * Each constraint has a column. Trials that do not meet all constraints come last, ordered by total violation. Excluded
 * trials and those that do not fit the current declared space are only counted. The recommended trial is shown below if
 * it is not the best.
 */
export function resultsTable(study: StudyOrSnapshot, options?: ResultsTableOptions): string {
  const snapshot = snapshotOf(study)
  const { trials = 10, width = 100, recommended = true } = readOptions(options)
  const isCount = typeof trials === 'number' && trials >= 0
  checkArgument('trials', trials, isCount, 'a number of at least 0')
  checkArgument('width', width, typeof width === 'number' && width >= 1, 'a number of columns of at least 1')
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
  const title = truncate(`${printable(name)}: ${heading}${best.length > 0 ? `; ${what}` : ''}`, width)
  const failures = failureLines(snapshot).map((line) => truncate(line, width))
  if (best.length === 0) return [title, ...failures].join('\n')

  const front: Column[] = [
    { heading: 'trial', align: 'right', cells: best.map(({ number }) => String(number)) },
    ...metrics.map(
      (metric): Column => ({
        heading: printable(metric),
        align: 'right',
        cells: best.map(({ values }) => formatNumber(values[metric] as number)),
      }),
    ),
    ...Object.entries(constraints).map(
      ([constraint, bounds]): Column => ({
        heading: printable(constraint),
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
    return { heading: printable(parameter), align: cells.every(isNumeric) ? 'right' : 'left', cells }
  })
  const together: Column = { heading: 'params', align: 'left', cells: best.map(({ params }) => formatParams(params)) }
  const columns = widthOf([...front, ...apart]) <= width ? [...front, ...apart] : [...front, together]
  const instead = recommended ? recommendedInstead(snapshot) : undefined
  const end = instead ? [truncate(recommendationLine(instead), width)] : []
  return [title, ...rows(columns, width), ...end, ...failures].join('\n')
}

/** Maximum kinds of failures that are listed; others are only counted. */
const LISTED_FAILURES = 3

/** Lists why trials failed, with a line for each reason and error. */
function failureLines(snapshot: StudySnapshot): readonly string[] {
  // A reason without an error adds nothing to the heading.
  const groups = failureGroups(snapshot).filter(({ reason, error }) => error !== undefined || reason !== 'error')
  const lines = groups.slice(0, LISTED_FAILURES).map(({ reason, error, trials: numbers }) => {
    const [first, ...others] = numbers
    const which = others.length > 0 ? `${countOf(numbers.length, 'trial')}, the first ${first}` : `trial ${first}`
    // The first line of the message; the record has the rest.
    const text = error === undefined ? '' : `: ${printable(error.split('\n', 1)[0] as string)}`
    return `failed: ${which} (${reason})${text}`
  })
  const more = groups.length - lines.length
  return more > 0 ? [...lines, `and ${countOf(more, 'other reason')}`] : lines
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

/** The measured value, with a cross if it is out of bounds; a dash if there is none. */
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
