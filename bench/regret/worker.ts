/** A worker process that receives specs, runs one at a time, and sends the results. */
import { messageOf } from 'sweetspot/extend'
import { run } from './run.ts'
import type { RunRecord, RunSpec } from './run-record.ts'
import type { System } from './systems/system.ts'
import { type PeerOptions, systemOf } from './systems/systems.ts'
import { scenarioOf } from './tasks/catalogue.ts'
import type { Scenario } from './tasks/scenario.ts'
import type { Task } from './tasks/task.ts'

/** The settings of a worker, as the JSON of its only argument. */
export interface WorkerOptions extends PeerOptions {
  /** The folder of YAHPO Gym's data. */
  readonly data?: string
}

/** The answer of a worker to a spec. */
export type WorkerAnswer = { readonly record: RunRecord } | { readonly error: string }

const options = JSON.parse(process.argv[2] as string) as WorkerOptions
const scenarios = new Map<string, Scenario>()
const tasks = new Map<string, Task>()
const systems = new Map<string, System>()

process.on('message', (spec: RunSpec) => {
  void answer(spec).then((message) => process.send?.(message))
})
// At the end, or if the benchmark was stopped: do not wait for the current run.
process.on('disconnect', () => {
  void Promise.all([...systems.values()].map((system) => system.close())).then(() => process.exit())
})

async function answer(spec: RunSpec): Promise<WorkerAnswer> {
  try {
    const system = systems.get(spec.system) ?? systemOf(spec.system, options)
    systems.set(spec.system, system)
    return { record: await run(system, await taskOf(spec), spec) }
  } catch (error) {
    return { error: messageOf(error) }
  }
}

async function taskOf({ scenario, instance }: RunSpec): Promise<Task> {
  const family = scenarios.get(scenario) ?? scenarioOf(scenario, options.data)
  scenarios.set(scenario, family)
  const key = `${scenario}/${instance}`
  const task = tasks.get(key) ?? (await family.load(instance))
  tasks.set(key, task)
  return task
}
