/**
 * `npm test`: prepares the checkout and runs every check in order, even after a failure.
 * `npm test -- <vitest arguments>` runs only Vitest.
 *
 * The last line is `N passed, N failed`: the tests of Vitest's report, plus one for each other check.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setup } from './setup.mjs'
import { binaryOf, npm, pinnedNode, root, run } from './workspace.mjs'

const REPORT = join(root, 'test-report.json')

/** @typedef {{ name: string, passed: number, failed: number, seconds: number, remarks: string[] }} Outcome */

/** @type {Outcome[]} */
const outcomes = []

const HELP = `npm test                    runs every check: types, lint, format, unused code, the
                            packed packages, all tests
npm test -- packages/core   only the tests of one folder or file
npm test -- -t 'addTrials'  only tests of that name
npm test -- --help          this text

Other arguments are those of Vitest: node_modules/.bin/vitest --help
`

const vitestArguments = process.argv.slice(2)
if (vitestArguments.some((argument) => argument === '--help' || argument === '-h')) {
  process.stdout.write(HELP)
  process.exit()
}
await setup()
if (vitestArguments.length === 0) {
  await check('types', () => tool('typescript', ['-p', 'tsconfig.check.json'], 'tsc'))
  await check('lint', () => tool('oxlint', ['--type-aware', '--deny-warnings']))
  await check('format', () => tool('@biomejs/biome', ['check', '.'], 'biome'))
  await check('unused code', () => tool('knip', []))
  await checkPackages()
}
await test(vitestArguments)
summarize()

/**
 * @param {string} name
 * @param {readonly string[]} args
 * @param {string} [command]
 */
function tool(name, args, command) {
  return run(pinnedNode, [binaryOf(name, command), ...args])
}

/**
 * @param {string} name
 * @param {() => Promise<number>} work resolves with an exit code
 */
async function check(name, work) {
  const started = heading(name)
  const code = await work()
  outcomes.push({ name, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, seconds: since(started), remarks: [] })
}

/** Checks the packages as they are published: as tarballs. */
async function checkPackages() {
  const folder = mkdtempSync(join(tmpdir(), 'sweetspot-packed-'))
  try {
    const packages = readdirSync(join(root, 'packages'))
    const code = await npm([
      'pack',
      '--silent',
      '--pack-destination',
      folder,
      ...packages.flatMap((name) => ['-w', `packages/${name}`]),
    ])
    if (code !== 0) return await check('npm pack', async () => code)
    for (const tarball of readdirSync(folder).toSorted()) {
      const file = join(folder, tarball)
      await check(`publint ${tarball}`, () => tool('publint', ['run', file, '--strict']))
      await check(`attw ${tarball}`, () =>
        tool('@arethetypeswrong/cli', [file, '--profile', 'esm-only', '--format', 'ascii'], 'attw'),
      )
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** @param {readonly string[]} args */
async function test(args) {
  const started = heading('tests')
  rmSync(REPORT, { force: true })
  const report = ['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`]
  const code = await tool('vitest', ['run', ...report, ...args])
  const outcome = {
    name: 'tests',
    passed: 0,
    failed: 0,
    seconds: since(started),
    remarks: /** @type {string[]} */ ([]),
  }
  if (existsSync(REPORT)) readReport(outcome)
  else outcome.remarks.push('Vitest wrote no report')
  // An error outside a test, such as a file that does not load, fails the run without failing a test.
  if (code !== 0 && outcome.failed === 0) outcome.failed = 1
  outcomes.push(outcome)
}

/** @param {Outcome} outcome */
function readReport(outcome) {
  const report = JSON.parse(readFileSync(REPORT, 'utf8'))
  outcome.passed = report.numPassedTests
  outcome.failed = report.numFailedTests
  for (const file of report.testResults) {
    if (file.status === 'failed' && file.assertionResults.length === 0) {
      outcome.failed++
      outcome.remarks.push(`did not load: ${file.name}`)
    }
    for (const test of file.assertionResults) {
      if (test.status === 'passed' || test.status === 'failed') continue
      // With a filter by name, Vitest marks all other tests as skipped.
      if (vitestArguments.length === 0) outcome.remarks.push(`not run (${test.status}): ${test.fullName}`)
    }
  }
}

/** @param {string} name */
function heading(name) {
  process.stdout.write(`\n── ${name} ${'─'.repeat(Math.max(2, 76 - name.length))}\n`)
  return performance.now()
}

/** @param {number} started */
function since(started) {
  return (performance.now() - started) / 1000
}

function summarize() {
  heading('summary')
  for (const { name, passed, failed, seconds, remarks } of outcomes) {
    process.stdout.write(
      `${failed === 0 ? 'ok    ' : 'FAILED'} ${name} (${passed} passed, ${failed} failed, ${seconds.toFixed(1)} s)\n`,
    )
    for (const remark of remarks) process.stdout.write(`         ${remark}\n`)
  }
  const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0)
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0)
  process.stdout.write(`${passed} passed, ${failed} failed\n`)
  process.exitCode = failed === 0 ? 0 : 1
}
