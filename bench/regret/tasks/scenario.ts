import type { Task } from './task.ts'

/** A family of tasks. */
export interface Scenario {
  readonly name: string
  /** In the order in which they are run and shown. */
  readonly instances: readonly string[]
  /** Instances that may be tuned on; the others are for checking. Absent where there is no such split. */
  readonly development?: readonly string[]
  /** Throws where an instance cannot be loaded, before anything is run; absent where all can. */
  check?(instance: string): void
  load(instance: string): Task | Promise<Task>
}
