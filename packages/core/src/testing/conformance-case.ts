/** One requirement for every implementation of an interface: run it in a test with its name. */
export interface ConformanceCase {
  readonly name: string
  /** Rejects with an Error if the requirement is not met. */
  run(): Promise<void>
}
