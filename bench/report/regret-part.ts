import { figuresOf } from '../regret/figures/figures.ts'
import { mergedRuns, type ResultsFile } from '../regret/results-file.ts'
import type { RunRecord } from '../regret/run-record.ts'
import { taskAulc } from '../regret/statistics/aulc.ts'
import type { Estimate } from '../regret/statistics/bootstrap.ts'
import { type Comparison, comparisonsOf, ofScenario, scenariosOf } from '../regret/statistics/comparison.ts'
import { mean } from '../regret/statistics/mean.ts'
import { median } from '../regret/statistics/median.ts'
import { regretCurves } from '../regret/statistics/regret-curves.ts'
import { type Standing, standingsOf } from '../regret/statistics/standings.ts'
import { trialsToMatch } from '../regret/statistics/trials-to-match.ts'
import { machineLine } from './machine-line.ts'
import { markdownTable } from './markdown-table.ts'

export interface RegretPart {
  readonly markdown: string
  /** SVG documents by file name. */
  readonly pictures: { readonly [file: string]: string }
}

export interface PartOptions {
  /** The system with which the others are compared. Default: the first system of the first file. */
  readonly first?: string | undefined
  /** The text before the budget in headings. */
  readonly title?: string | undefined
  /** A suffix of the figures' names, to distinguish them from other figures on the page. */
  readonly suffix?: string
}

/**
 * The part on the quality of suggestions: standings, figures and AULC on each task, for each budget.
 *
 * @param files - Results of earlier runs; later files replace runs of earlier ones.
 */
export function regretPart(files: readonly ResultsFile[], { first, title, suffix = '' }: PartOptions = {}): RegretPart {
  const runs = mergedRuns(files)
  const comparisons = comparisonsOf(runs, first === undefined ? [] : [first]).filter(({ tasks }) => tasks.length > 0)
  const sections = comparisons.map((comparison) => section(comparison, title, suffix))
  const broken = files.flatMap((file) => file.broken)
  return {
    markdown: [
      `${machineLine(files.map(({ machine }) => machine))} ${versionsOf(runs)}`,
      ...sections.map(({ markdown }) => markdown),
      ...(broken.length > 0 ? [`${broken.length} runs broke off and are left out for all systems.`] : []),
    ].join('\n\n'),
    pictures: Object.assign({}, ...sections.map(({ pictures }) => pictures)) as RegretPart['pictures'],
  }
}

function versionsOf(runs: readonly RunRecord[]): string {
  const versions = new Set(runs.map(({ system, version }) => `\`${system}\` ${version}`))
  return `Systems: ${[...versions].join(', ')}.`
}

function section(comparison: Comparison, title: string | undefined, suffix: string): RegretPart {
  const { trials, parallel, leftOut } = comparison
  const budget = `-${trials}-trials${parallel > 1 ? `-${parallel}-at-once` : ''}${suffix}`
  const figures = Object.entries(figuresOf(comparison)).map(([name, svg]) => [`benchmark-${name}${budget}.svg`, svg])
  const standings = standingsOf(comparison).toSorted((one, other) => one.aulc.mean - other.aulc.mean)
  const pictures = Object.fromEntries(figures) as RegretPart['pictures']
  return {
    markdown: [
      `### ${title === undefined ? '' : `${title}: `}${trials} trials, ${parallel > 1 ? `${parallel} at once` : 'one after another'}, ${seedsOf(comparison)}`,
      ...matchSentence(comparison),
      standingsTable(comparison, standings),
      scenarioTable(comparison, standings),
      ...Object.keys(pictures).map((file) => `![${describe(file, standings)}](./public/pictures/${file})`),
      taskDetails(comparison, standings),
      ...valueDetails(comparison, standings),
      ...leftOut.map((what) => `Left out: ${what}.`),
    ].join('\n\n'),
    pictures,
  }
}

/** The number of runs of each task. */
function seedsOf({ tasks }: Comparison): string {
  const counts = tasks.map(({ runs }) => runs[0]?.length ?? 0)
  const [least, most] = [Math.min(...counts), Math.max(...counts)]
  return `${least === most ? '' : `${least} to `}${most} seed${most === 1 ? '' : 's'}`
}

/** After how many trials the first system is where each other one is at the end. */
function matchSentence(comparison: Comparison): string[] {
  const [first, ...others] = comparison.systems
  const [own = [], ...curves] = regretCurves(comparison).map((curve) => curve.map(({ mean: value }) => value))
  const matches = others.map((system, index) => {
    const count = trialsToMatch(own, curves[index] ?? [])
    return `${system} ${count === undefined ? 'not reached' : count}`
  })
  if (matches.length === 0) return []
  return [`Trials of \`${first}\` to reach what each system has after ${comparison.trials}: ${matches.join(', ')}.`]
}

function standingsTable({ systems, tasks }: Comparison, standings: readonly Standing[]): string {
  return markdownTable([
    [`${tasks.length} tasks`, 'AULC', `minus ${systems[0]}`, '95 %', 'p (Holm)', 'mean rank', 'ms per ask'],
    ...standings.map(({ system, aulc, difference, pValue, rank, askMs }) => [
      system,
      number(aulc.mean),
      difference ? signed(difference.mean) : '',
      difference ? interval(difference) : '',
      pValue === undefined ? '' : pValue.toPrecision(2),
      rank.mean.toFixed(2),
      askMs.toFixed(askMs < 10 ? 2 : 0),
    ]),
  ])
}

function scenarioTable(comparison: Comparison, standings: readonly Standing[]): string {
  const scenarios = scenariosOf(comparison)
  const columns = scenarios.map((scenario) => ofScenario(comparison, scenario).tasks.map(taskAulc))
  return markdownTable([
    ['AULC by scenario', ...scenarios.map((scenario, index) => `${scenario} (${columns[index]?.length})`)],
    ...standings.map(({ system }) => [
      system,
      ...columns.map((table) => number(mean(table.map((row) => row[comparison.systems.indexOf(system)] as number)))),
    ]),
  ])
}

function taskDetails({ tasks, systems }: Comparison, standings: readonly Standing[]): string {
  const order = standings.map(({ system }) => systems.indexOf(system))
  const table = markdownTable([
    ['task', ...standings.map(({ system }) => system)],
    ...tasks.map((task) => {
      const row = taskAulc(task)
      return [`${task.scenario}/${task.instance}`, ...order.map((index) => number(row[index] as number))]
    }),
  ])
  return `<details><summary>AULC on each task</summary>\n\n${table}\n\n</details>`
}

/** Functions with well-known values. */
const FUNCTIONS: ReadonlySet<string> = new Set(['problems', 'bbob'])

/** The best values of functions in their own unit, and the numbers of failed trials. */
function valueDetails({ tasks, systems, trials }: Comparison, standings: readonly Standing[]): string[] {
  const functions = tasks.filter(({ scenario }) => FUNCTIONS.has(scenario))
  if (functions.length === 0) return []
  const order = standings.map(({ system }) => systems.indexOf(system))
  const cell = (runs: readonly RunRecord[]) => {
    const failures = runs.reduce((sum, run) => sum + run.failures, 0)
    const best = median(runs.map(({ values }) => Math.min(...values.map((value) => value ?? Number.POSITIVE_INFINITY))))
    return `${best.toPrecision(6).replace('-', '−')}${failures > 0 ? ` (${failures} failed)` : ''}`
  }
  const table = markdownTable([
    ['function', ...standings.map(({ system }) => system)],
    ...functions.map((task) => [
      task.instance,
      ...order.map((index) => cell(task.runs[index] as readonly RunRecord[])),
    ]),
  ])
  const summary = `Best value after ${trials} trials, median of the seeds, and failed trials of all seeds`
  return [`<details><summary>${summary}</summary>\n\n${table}\n\n</details>`]
}

/** The alternative text of a figure. */
function describe(file: string, standings: readonly Standing[]): string {
  const what = file.includes('-regret-')
    ? 'Regret'
    : file.includes('-ranks-')
      ? 'Mean rank'
      : 'Share of targets reached'
  return `${what} by trials. Over all tasks, from best to worst: ${standings.map(({ system }) => system).join(', ')}.`
}

const number = (value: number) => value.toFixed(2).replace('-', '−')
const signed = (value: number) => (value > 0 ? `+${number(value)}` : number(value))
const interval = ({ low, high }: Estimate) => (Number.isNaN(low) ? '' : `${signed(low)} to ${signed(high)}`)
