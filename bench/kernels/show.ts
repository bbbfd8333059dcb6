import type { Measurement } from './measure.ts'

/**
 * A table for each kind of work: a row for each n, with the times of each compute and their ratios to WebAssembly's.
 */
export function showMeasurements(measurements: readonly Measurement[]): string[] {
  const names = [...new Set(measurements.map(({ name }) => name))]
  return names.flatMap((name) => {
    const ofWork = measurements.filter((measurement) => measurement.name === name)
    const sizes = [...new Set(ofWork.map(({ n }) => n))]
    return [name, ...sizes.map((n) => showRow(ofWork.filter((measurement) => measurement.n === n))), '']
  })
}

function showRow(row: readonly Measurement[]): string {
  const wasm = row.find(({ compute }) => compute === 'wasm')
  const cells = row.map(({ compute, milliseconds, rate, unit }) => {
    const speed = unit === 'flop' ? `${rate.toFixed(1)} GFLOP/s` : `${(rate / 1e6).toFixed(2)} M points/s`
    const ratio = wasm && compute !== 'wasm' ? `, ${(milliseconds / wasm.milliseconds).toFixed(2)} × wasm` : ''
    return `${compute} ${milliseconds.toFixed(3)} ms (${speed}${ratio})`
  })
  return `  n ${`${row[0]?.n ?? ''}`.padStart(4)}   ${cells.join('   ')}`
}
