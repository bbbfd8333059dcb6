/**
 * Prepares the checkout: installs if the lockfile changed, and builds changed packages. Reports each step in a line on
 * stderr, so that stdout belongs to the program that follows.
 */
import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bundle } from './bundle.mjs'
import { buildKernels } from './kernels.mjs'
import { fail, say, writing } from './say.mjs'
import { binaryOf, npm, pinnedNode, requireNode, root, run } from './workspace.mjs'

const LOCKFILE = join(root, 'package-lock.json')
const STAMP = join(root, 'node_modules/.sweetspot-installed')
/** The lockfile that npm writes at the end of an installation. */
const INSTALLED = join(root, 'node_modules/.package-lock.json')

const WRITABLE = 'Make the checkout writable for you, or clone it to a writable folder.'

/** npm's exit codes for file system errors: the number of the error, modulo 256. */
const NPM_REFUSALS = new Map([
  [243, ['permission denied', 'Make node_modules and the cache of npm (npm config get cache) writable for you.']],
  [255, ['permission denied', 'Make node_modules and the cache of npm (npm config get cache) writable for you.']],
  [226, ['the file system is read-only', WRITABLE]],
  [228, ['the disk is full', 'Free some space, then run the command again.']],
])

/** Installs and builds if necessary; exits with advice on failure. */
export async function setup() {
  requireNode()
  const started = performance.now()
  await writing(async () => {
    await install()
    await build()
  }, WRITABLE)
  say(`ready in ${((performance.now() - started) / 1000).toFixed(1)} s`)
}

async function install() {
  const wanted = createHash('sha256').update(readFileSync(LOCKFILE)).digest('hex')
  if (existsSync(pinnedNode)) {
    if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return
    if (matchesLockfile()) return writeFileSync(STAMP, wanted)
  }
  probe(join(root, 'node_modules'))
  say('installing the dependencies (npm ci), once per lockfile: about a minute')
  const code = await npm(['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'])
  const [refusal, advice] = NPM_REFUSALS.get(code) ?? []
  if (refusal !== undefined && advice !== undefined) fail(`npm ci failed: ${refusal}`, advice)
  if (code !== 0) {
    fail(
      `npm ci failed with exit code ${code}; npm says above why`,
      'If it could not reach its registry, check the network. Then run the command again.',
    )
  }
  if (!existsSync(pinnedNode)) {
    fail(
      'the npm package `node` installed no binary',
      'Allow its install script (allowScripts in package.json) and delete node_modules.',
    )
  }
  writeFileSync(STAMP, wanted)
}

/** Detects a read-only folder before npm does, whose message is long. @param {string} folder */
function probe(folder) {
  mkdirSync(folder, { recursive: true })
  accessSync(folder, constants.W_OK)
}

/** Whether a manual installation (`npm install`, `npm ci`) matches the lockfile. */
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
  if (removed > 0) say(`removed ${removed} built files without a source`)
  const kernels = await buildKernels()
  if (kernels === 'compiled') say('compiled the WebAssembly kernels')
  if (kernels === 'failed') fail('the kernels do not compile', 'Fix the errors above and run the command again.')
  const code = await run(pinnedNode, [binaryOf('typescript', 'tsc'), '-b', 'tsconfig.build.json'], {
    stdio: ['ignore', 2, 2],
  })
  if (code !== 0) for (const name of readdirSync(join(root, 'packages'))) probe(join(root, 'packages', name, 'dist'))
  if (code !== 0) fail('the packages do not compile', 'Fix the errors above and run the command again.')
  await bundle()
}

/** Removes the output of deleted sources, which `tsc -b` leaves behind and `npm pack` would publish. Bundling removes its own. */
function removeOrphans() {
  let removed = 0
  for (const name of readdirSync(join(root, 'packages'))) {
    const dist = join(root, 'packages', name, 'dist')
    if (!existsSync(dist)) continue
    for (const file of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
      const source = /^(.*?)(?:\.d\.ts|\.js)(?:\.map)?$/.exec(file)?.[1]
      if (
        source === undefined ||
        source.split(/[\\/]/)[0] === 'node' ||
        existsSync(join(root, 'packages', name, 'src', `${source}.ts`))
      )
        continue
      rmSync(join(dist, file))
      removed++
    }
  }
  return removed
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await setup()
