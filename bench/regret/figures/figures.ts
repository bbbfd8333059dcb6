import type { Ticks } from '../../../docs/pictures/axes.ts'
import type { Point } from '../../../docs/pictures/svg.ts'
import { type Comparison, ofScenario, scenariosOf } from '../statistics/comparison.ts'
import { rankCurves } from '../statistics/ranks.ts'
import { regretCurves } from '../statistics/regret-curves.ts'
import { TARGETS, targetEcdf } from '../statistics/target-ecdf.ts'
import { logTicks } from './log-ticks.ts'
import { type Curve, type Panel, smallMultiples } from './small-multiples.ts'

/** Maximum number of systems with an interval each; with more, only the first one's interval is drawn. */
const BANDS = 4

/** The figures of a comparison as SVG documents, by name. */
export function figuresOf(comparison: Comparison): { readonly [name: string]: string } {
  const { systems, trials, parallel } = comparison
  const atOnce = parallel > 1 ? `, ${parallel} trials at once` : ''
  const panels = (draw: (own: Comparison) => Pick<Panel, 'curves' | 'y'>): readonly Panel[] =>
    scenariosOf(comparison).map((scenario) => {
      const own = ofScenario(comparison, scenario)
      return {
        title: scenario,
        remark: remarkOf(own),
        x: { range: [1, trials], ticks: trialTicks(trials) },
        ...draw(own),
      }
    })
  return {
    regret: smallMultiples({
      title: `Regret of the best so far${atOnce}`,
      subtitle: `Geometric mean over tasks and seeds, lower is better; ${bandsOf(systems)} over tasks.`,
      legend: systems,
      panels: panels(regretPanel),
    }),
    ranks: smallMultiples({
      title: `Mean rank by regret so far${atOnce}`,
      subtitle: 'Higher up is better; 1 is best on every task and seed.',
      legend: systems,
      panels: panels(rankPanel),
    }),
    ecdf: smallMultiples({
      title: `Targets reached${atOnce}`,
      subtitle: `Share of ${TARGETS.length} targets of regret from 1 to 0.001 that runs have reached, higher is better.`,
      legend: systems,
      panels: panels(ecdfPanel),
    }),
  }
}

const bandsOf = (systems: readonly string[]) =>
  systems.length > BANDS ? `the band is the 95 % interval of ${systems[0]}` : 'the bands are 95 % intervals'

function remarkOf({ tasks }: Comparison): string {
  const seeds = tasks.map(({ runs }) => runs[0]?.length ?? 0)
  const [least, most] = [Math.min(...seeds), Math.max(...seeds)]
  const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`
  return `${count(tasks.length, 'task')}, ${least === most ? count(most, 'seed') : `${least} to ${most} seeds`} each`
}

function regretPanel(comparison: Comparison): Pick<Panel, 'curves' | 'y'> {
  const estimates = regretCurves(comparison)
  const curves = estimates.map((own, series): Curve => {
    const points = own.map(({ mean }, index): Point => [index + 1, mean])
    const band = own.map(({ low, high }, index) => [index + 1, low, high] as const)
    const known = band.every(([, low]) => !Number.isNaN(low))
    return known && (series === 0 || estimates.length <= BANDS) ? { series, points, band } : { series, points }
  })
  const least = Math.min(
    ...curves.flatMap(({ points, band = [] }) => [...points.map(([, y]) => y), ...band.map(([, low]) => low)]),
  )
  return { curves, y: { range: [Math.min(least, -0.3), 0], ticks: logTicks(Math.min(least, -0.3), 0) } }
}

function rankPanel(comparison: Comparison): Pick<Panel, 'curves' | 'y'> {
  const count = comparison.systems.length
  return {
    curves: curvesOf(rankCurves(comparison)),
    y: { range: [Math.max(2, count), 1], ticks: Array.from({ length: count }, (_, index) => index + 1) },
  }
}

function ecdfPanel(comparison: Comparison): Pick<Panel, 'curves' | 'y'> {
  const ticks: Ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => [share, `${100 * share} %`] as const)
  return { curves: curvesOf(targetEcdf(comparison)), y: { range: [0, 1], ticks } }
}

const curvesOf = (table: readonly (readonly number[])[]): readonly Curve[] =>
  table.map((own, series) => ({ series, points: own.map((value, index): Point => [index + 1, value]) }))

/** Ticks at the first trial, and at round numbers up to the last. */
function trialTicks(trials: number): Ticks {
  const step = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500].find((size) => trials / size <= 5) ?? 1_000
  return [1, ...Array.from({ length: Math.floor(trials / step) }, (_, index) => (index + 1) * step)].filter(
    (tick, index) => index === 0 || tick > 1,
  )
}
