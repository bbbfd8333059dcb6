/**
 * Makes the checkout ready: installs when the lockfile asks for it, and builds what changed. Says each thing it does in
 * a line on stderr, so that stdout belongs to the program that comes after.
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildKernels } from './kernels.mjs'
import { binaryOf, npm, pinnedNode, requireNode, root, run } from './workspace.mjs'

const LOCKFILE = join(root, 'package-lock.json')
const STAMP = join(root, 'node_modules/.sweetspot-installed')
/** What npm itself writes at the end of an installation. */
const INSTALLED = join(root, 'node_modules/.package-lock.json')

/** Installs and builds where that is due; ends the process with advice where that fails. */
export async function setup() {
  requireNode()
  const started = performance.now()
  await install()
  await build()
  say(`ready in ${((performance.now() - started) / 1000).toFixed(1)} s`)
}

async function install() {
  const wanted = createHash('sha256').update(readFileSync(LOCKFILE)).digest('hex')
  if (existsSync(pinnedNode)) {
    if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return
    if (matchesLockfile()) return writeFileSync(STAMP, wanted)
  }
  say('installing the dependencies (npm ci), once per lockfile: about a minute')
  const code = await npm(['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'])
  if (code !== 0)
    fail(
      `npm ci failed with exit code ${code}`,
      'Check the network and the free disk space, then run the command again.',
    )
  if (!existsSync(pinnedNode)) {
    fail(
      'the npm package `node` installed no binary',
      'Allow its install script (allowScripts in package.json) and delete node_modules.',
    )
  }
  writeFileSync(STAMP, wanted)
}

/** Whether an installation made by hand (`npm install`, `npm ci`) is of this very lockfile. */
function matchesLockfile() {
  if (!existsSync(INSTALLED)) return false
  const wanted = JSON.parse(readFileSync(LOCKFILE, 'utf8')).packages
  const present = JSON.parse(readFileSync(INSTALLED, 'utf8')).packages
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes('node_modules/')) return true
    const found = present[path]
    return found === undefined
      ? entry.optional === true
      : found.version === entry.version && found.resolved === entry.resolved
  })
}

async function build() {
  const removed = removeOrphans()
  if (removed > 0) say(`removed ${removed} built files whose source is gone`)
  const kernels = await buildKernels()
  if (kernels === 'compiled') say('compiled the WebAssembly kernels')
  if (kernels === 'failed') fail('the kernels do not compile', 'Mend the errors above and run the command again.')
  const code = await run(pinnedNode, [binaryOf('typescript', 'tsc'), '-b', 'tsconfig.build.json'], {
    stdio: ['ignore', 2, 2],
  })
  if (code !== 0) fail('the packages do not compile', 'Mend the errors above and run the command again.')
}

/** `tsc -b` leaves the output of deleted sources behind, and `npm pack` would ship it. */
function removeOrphans() {
  let removed = 0
  for (const name of readdirSync(join(root, 'packages'))) {
    const dist = join(root, 'packages', name, 'dist')
    if (!existsSync(dist)) continue
    for (const file of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
      const source = /^(.*?)(?:\.d\.ts|\.js)(?:\.map)?$/.exec(file)?.[1]
      if (source === undefined || existsSync(join(root, 'packages', name, 'src', `${source}.ts`))) continue
      rmSync(join(dist, file))
      removed++
    }
  }
  return removed
}

/** @param {string} line */
function say(line) {
  process.stderr.write(`sweetspot: ${line}\n`)
}

/**
 * @param {string} happened
 * @param {string} advice
 * @returns {never}
 */
function fail(happened, advice) {
  say(`${happened}. ${advice}`)
  process.exit(1)
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await setup()
