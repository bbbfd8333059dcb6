/**
 * A reporter of Vitest that writes what the summary of `npm test` says, as JSON, to the file that the environment
 * variable SWEETSPOT_TEST_REPORT names.
 */
import { writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import { root } from './workspace.mjs'

/** @typedef {{ where: string, error: string }} Failure `where` is the file, with the full name of the test in it */
/** @typedef {{ passed: number, failures: Failure[], notRun: string[] }} Report */

/** Lines of an error's message that are shown: those of a failed property are its seed and its counterexample. */
const MESSAGE_LINES = 3
/** Characters of an error that are shown: it is one line of a summary. */
const MESSAGE_LENGTH = 400

export default class TestReporter {
  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly import('vitest/node').SerializedError[]} unhandled errors that belong to no test
   */
  onTestRunEnd(modules, unhandled) {
    const file = process.env.SWEETSPOT_TEST_REPORT
    if (file !== undefined) writeFileSync(file, JSON.stringify(reportOf(modules, unhandled)))
  }
}

/**
 * @param {readonly import('vitest/node').TestModule[]} modules
 * @param {readonly import('vitest/node').SerializedError[]} unhandled
 * @returns {Report}
 */
function reportOf(modules, unhandled) {
  /** @type {Report} */
  const report = { passed: 0, failures: [], notRun: [] }
  for (const module of modules) {
    const file = relative(root, module.moduleId)
    const state = module.state()
    if (state === 'pending' || state === 'queued') report.failures.push({ where: file, error: 'did not finish' })
    // Errors of a module or a group: it does not load, or a hook fails that concerns all its tests.
    for (const error of module.errors()) report.failures.push({ where: file, error: firstLines(error) })
    for (const suite of module.children.allSuites()) {
      for (const error of suite.errors()) {
        report.failures.push({ where: `${file} > ${suite.fullName}`, error: firstLines(error) })
      }
    }
    for (const test of module.children.allTests()) {
      const where = `${file} > ${test.fullName}`
      const result = test.result()
      if (result.state === 'passed') report.passed++
      else if (result.state === 'failed') report.failures.push({ where, error: firstLines(result.errors[0]) })
      else report.notRun.push(`${where} (${result.state})`)
    }
  }
  for (const error of unhandled) report.failures.push({ where: 'outside of the tests', error: firstLines(error) })
  return report
}

/**
 * The first lines of an error and of its cause, as one line.
 *
 * @param {import('vitest/node').SerializedError | undefined} error
 */
function firstLines(error) {
  if (error === undefined) return 'no error was recorded'
  const frame = error.stacks?.find(({ file }) => !/^node:|\/node_modules\//.test(file))
  const place = frame === undefined ? '' : ` (${relative(root, frame.file)}:${frame.line})`
  const cause =
    error.cause === undefined || error.cause === null
      ? ''
      : `; cause: ${oneLine(error.cause.message ?? error.cause, 1)}`
  return `${error.name ?? 'Error'}: ${oneLine(error.message, MESSAGE_LINES)}${cause}${place}`
}

/**
 * @param {unknown} message anything may be thrown
 * @param {number} lines
 */
function oneLine(message, lines) {
  const [paragraph = ''] = String(message)
    .trim()
    .split(/\n\s*\n/)
  const shown = paragraph
    .split('\n')
    .slice(0, lines)
    .map((line) => line.trim())
    .join(' | ')
  return shown.length > MESSAGE_LENGTH ? `${shown.slice(0, MESSAGE_LENGTH)}…` : shown
}
