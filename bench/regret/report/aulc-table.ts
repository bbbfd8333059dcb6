import type { RunRecord } from '../run-record.ts'
import { aulc, mean } from '../statistics/aulc.ts'
import { resultsByTask, systemsOf, type TaskResults } from '../statistics/task-results.ts'

/** AULC of each system on each task, means of each scenario, and what the asks cost: lines of text. */
export function aulcTable(runs: readonly RunRecord[]): readonly string[] {
  const systems = systemsOf(runs)
  const scenarios = Map.groupBy(resultsByTask(runs), ({ scenario }) => scenario)
  const rows = [...scenarios].flatMap(([scenario, tasks]) => [
    ...tasks.map((task) => [`${scenario}/${task.instance}`, ...systems.map((system) => cell([task], system))]),
    [`${scenario}, mean of ${tasks.length}`, ...systems.map((system) => cell(tasks, system))],
    [],
  ])
  const asks = systems.map((system) => {
    const own = runs.filter((record) => record.system === system)
    return mean(own.flatMap(({ askMs }) => askMs)).toFixed(2)
  })
  const totals = (count: (record: RunRecord) => number) =>
    systems.map((system) =>
      String(runs.filter((record) => record.system === system).reduce((sum, record) => sum + count(record), 0)),
    )
  return columns([
    ['AULC (lower is better)', ...systems],
    ...rows,
    ['ms per ask', ...asks],
    ['failed trials', ...totals(({ failures }) => failures)],
    ['duplicate trials', ...totals(({ duplicates }) => duplicates)],
  ])
}

/** The mean over tasks of the mean over seeds; nothing where a task was not run. */
function cell(tasks: readonly TaskResults[], system: string): string {
  const means = tasks.map(({ bySystem }) => mean((bySystem.get(system) ?? []).map(aulc)))
  return means.some(Number.isNaN) ? '–' : mean(means).toFixed(3)
}

function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] as readonly string[]).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  )
  return rows.map((row) =>
    row
      .map((text, column) =>
        column === 0 ? text.padEnd(widths[0] as number) : text.padStart((widths[column] as number) + 2),
      )
      .join(''),
  )
}
