/**
 * `npm test`: prepares the checkout and runs every check in order, even after a failure.
 * `npm test -- <vitest arguments>` runs only Vitest.
 *
 * The summary names each failed test, with its error. The last line is `N passed, N failed`: the tests of Vitest, plus
 * one for each other check.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setup } from './setup.mjs'
import { binaryOf, environment, npm, pinnedNode, root, run } from './workspace.mjs'

/** Failures that the summary lists: if there are more, the reader needs the reports above. */
const MOST_REMARKS = 30

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
  const folder = mkdtempSync(join(tmpdir(), 'sweetspot-report-'))
  const file = join(folder, 'report.json')
  try {
    const reporters = ['--reporter=default', `--reporter=${join(root, 'scripts/test-reporter.mjs')}`]
    const env = { ...environment(), SWEETSPOT_TEST_REPORT: file }
    const code = await run(pinnedNode, [binaryOf('vitest'), 'run', ...reporters, ...args], { env })
    /** @type {import('./test-reporter.mjs').Report} */
    const report = existsSync(file)
      ? JSON.parse(readFileSync(file, 'utf8'))
      : { passed: 0, failures: [{ where: 'Vitest', error: 'wrote no report' }], notRun: [] }
    // For example, there are no tests of that name.
    if (code !== 0 && report.failures.length === 0) {
      report.failures.push({ where: 'Vitest', error: `exited with ${code}` })
    }
    outcomes.push({
      name: 'tests',
      passed: report.passed,
      failed: report.failures.length,
      seconds: since(started),
      remarks: remarksOn(report),
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** @param {import('./test-reporter.mjs').Report} report */
function remarksOn({ failures, notRun }) {
  const remarks = failures.map(({ where, error }) => `failed: ${where}: ${error}`)
  // With a filter by name, Vitest marks all other tests as skipped.
  if (vitestArguments.length === 0) remarks.push(...notRun.map((where) => `not run: ${where}`))
  return remarks.length <= MOST_REMARKS
    ? remarks
    : [...remarks.slice(0, MOST_REMARKS), `and ${remarks.length - MOST_REMARKS} more`]
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
