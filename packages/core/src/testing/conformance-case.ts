/** One promise that every implementation of an interface keeps: run it in a test of that name. */
export interface ConformanceCase {
  readonly name: string
  /** Rejects with an Error that says what is wrong. */
  run(): Promise<void>
}
