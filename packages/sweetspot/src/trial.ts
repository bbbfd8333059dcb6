/**
 * The helper for Node scripts that run as commands of a study, which reads params, reports values and asks whether to end.
 *
 * @module
 */
export { annotate, params, type ReportedValues, report, shouldPrune } from './command/trial-script.ts'
