/** The calls of the helper of a command to its trial. The errors that these throw are shown to the command. */
export interface TrialCalls {
  /** Records values: those of a step, or the result of the trial. */
  report(values: unknown, step: number | undefined): void
  /** Whether the trial should end early. */
  shouldPrune(): boolean
  annotate(name: unknown, value: unknown): void
}
