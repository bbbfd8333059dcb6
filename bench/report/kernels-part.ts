import type { KernelResults } from '../kernels/results.ts'
import { machineLine } from './machine-line.ts'
import { markdownTable } from './markdown-table.ts'

/** The numerics of Gaussian processes: a row for each kind of work and number of values. */
export function kernelsPart({ machine, dimensions, versions, measurements }: KernelResults): string {
  const computes = [...new Set(measurements.map(({ compute }) => compute))]
  const rows = [...Map.groupBy(measurements, ({ name, n }) => `${name}, n = ${n}`)]
  const libraries = versions ? ` NumPy ${versions.numpy} and SciPy ${versions.scipy} with one thread.` : ''
  return [
    `${machineLine([machine])} Best times in milliseconds, ${dimensions} parameters.${libraries}`,
    markdownTable([
      ['work', ...computes],
      ...rows.map(([work, row]) => [
        work,
        ...computes.map((compute) => row.find((each) => each.compute === compute)?.milliseconds.toPrecision(3) ?? '–'),
      ]),
    ]),
  ].join('\n\n')
}
