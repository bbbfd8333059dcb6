import type { Objective } from 'sweetspot'
import { executorPrograms, isolationPrograms } from 'sweetspot/testing'

const programs = { ...executorPrograms, ...isolationPrograms }

/** The objective that the variable PROGRAM names, of the conformance suites. */
export const program: Objective = (trial) => {
  const found = programs[process.env['PROGRAM'] ?? '']
  if (!found) throw new Error(`Unknown program ${process.env['PROGRAM']}`)
  return found(trial)
}
