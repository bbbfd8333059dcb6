import type { Machine } from '../machine.ts'

/** The machines and days of measurements, in a sentence. */
export function machineLine(machines: readonly Machine[]): string {
  const places = machines.map(
    ({ processor, cores, memoryGb, platform, node, date }) =>
      `${cores} cores of ${processor}, ${memoryGb} GB, ${platform}, Node ${node.replace(/^v/, '')}, on ${date}`,
  )
  return `Measured on ${[...new Set(places)].join('; and on ')}.`
}
