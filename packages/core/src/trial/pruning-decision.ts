import type { Json } from '../space/json-value.ts'

/** What is to become of a running trial that has reported. */
export interface PruningDecision {
  /** `stop` ends the trial as pruned; `pause` interrupts it so that it can go on later, if it turns out to be promising. */
  readonly action: 'continue' | 'stop' | 'pause'
  /** Why, as a sentence for people. */
  readonly reason?: string
  /** What the pruner wants to find again with the trial, such as the rung at which it stands. */
  readonly memo?: Json
}
