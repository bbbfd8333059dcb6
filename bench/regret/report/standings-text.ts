import { taskAulc } from '../statistics/aulc.ts'
import type { Estimate } from '../statistics/bootstrap.ts'
import { type Comparison, ofScenario, scenariosOf } from '../statistics/comparison.ts'
import { mean } from '../statistics/mean.ts'
import { type Standing, standingsOf } from '../statistics/standings.ts'
import { textTable } from './text-table.ts'

/** A comparison for the terminal: AULC on each task, then the standings. */
export function standingsText(comparison: Comparison): readonly string[] {
  const { systems, tasks, trials, parallel, leftOut } = comparison
  if (tasks.length === 0) return ['No task was run by all systems with the same seed.']
  const rows = scenariosOf(comparison).flatMap((scenario) => {
    const own = ofScenario(comparison, scenario).tasks
    const table = own.map(taskAulc)
    return [
      ...own.map(({ instance }, index) => [`${scenario}/${instance}`, ...(table[index] ?? []).map(fixed)]),
      [`mean of ${scenario}`, ...systems.map((_, system) => fixed(mean(table.map((row) => row[system] as number))))],
      [],
    ]
  })
  const [first] = systems
  const atOnce = parallel > 1 ? `, ${parallel} at once` : ''
  return [
    `AULC, mean log10 of the normalised regret over trials 10–${trials}${atOnce}: lower is better`,
    '',
    ...textTable([['', ...systems], ...rows]),
    ...textTable([
      ['', 'AULC', '95 %', `minus ${first}`, '95 %', 'p (Holm)', 'rank', 'ms/ask', 'ms/tell', 'failed', 'repeated'],
      ...standingsOf(comparison).map(standingRow),
    ]),
    ...leftOut.map((what) => `Left out: ${what}.`),
  ]
}

function standingRow(standing: Standing): readonly string[] {
  const { system, aulc, rank, difference, pValue, askMs, tellMs, failures, duplicates } = standing
  return [
    system,
    fixed(aulc.mean),
    interval(aulc),
    difference ? signed(difference.mean) : '',
    difference ? interval(difference) : '',
    pValue === undefined ? '' : pValue.toPrecision(2),
    rank.mean.toFixed(2),
    askMs.toFixed(2),
    tellMs.toFixed(2),
    String(failures),
    String(duplicates),
  ]
}

const fixed = (value: number) => value.toFixed(3)
const signed = (value: number) => (value > 0 ? `+${fixed(value)}` : fixed(value))
const interval = ({ low, high }: Estimate) => (Number.isNaN(low) ? '–' : `${low.toFixed(2)} … ${high.toFixed(2)}`)
