/** A study that was imported. */
export interface ImportedStudy {
  readonly name: string
  /** The number of its trials, in any state. */
  readonly trialCount: number
  /** One line for each thing that is different here. */
  readonly notices: readonly string[]
}
