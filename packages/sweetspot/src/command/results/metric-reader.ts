import type { MetricValues } from '@sweetspot/core'
import type { SkippedLines } from './line-splitter.ts'

/** A value that a command left, and where, such as "the last JSON object on stdout". */
export interface FoundValue {
  readonly value: number
  readonly source: string
}

/** Values at a step of a running command. */
export interface StepValues {
  readonly step: number
  readonly values: MetricValues
}

/** Finds the metrics of one trial where its command leaves them. */
export interface MetricReader {
  /** Reads one line of output. Returns its values if they are those of a step. */
  line(stream: 'stdout' | 'stderr', text: string): StepValues | undefined
  /**
   * The values found, by name, after the command has ended.
   *
   * @param skipped - The lines that were too long to be read.
   */
  end(skipped: SkippedLines): Promise<FoundValues>
}

export interface FoundValues {
  readonly values: ReadonlyMap<string, FoundValue>
  /** A sentence about what was found, for a trial that lacks a metric. */
  readonly found: string
}

/** A step of a curve: a finite number of at least 0. */
export const isStep = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0
