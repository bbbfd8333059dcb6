/** The figures of one process that opens a study: milliseconds and megabytes. */
export interface OpenFigures {
  readonly open: number
  /** The processor time of opening. */
  readonly openCpu: number
  readonly firstAsk: number
  readonly secondAsk: number
  readonly close: number
  /** The resident memory once the study is open. */
  readonly rss: number
  /** Its growth by opening. */
  readonly growth: number
  /** The highest resident memory of the whole process. */
  readonly peak: number
}
