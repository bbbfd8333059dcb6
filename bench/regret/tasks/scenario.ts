import type { Task } from './task.ts'

/** A family of tasks. */
export interface Scenario {
  readonly name: string
  /** The instances, in order of execution and display. */
  readonly instances: readonly string[]
  /** Instances that may be used for tuning; the others are held out. Undefined without such a split. */
  readonly development?: readonly string[]
  /** Throws if an instance cannot be loaded, before the runs. Undefined if all can be loaded. */
  check?(instance: string): void
  load(instance: string): Task | Promise<Task>
}
