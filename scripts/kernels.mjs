/**
 * Compiles the kernels of `packages/core/assembly` to WebAssembly, and writes them as a TypeScript module, so that
 * bundlers, browsers and tests load them like any other source.
 *
 * Run `node scripts/kernels.mjs`; `npm start`, `npm test` and `npm run build` run it if a source has changed.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { binaryOf, pinnedNode, root, run } from './workspace.mjs'

const SOURCES = join(root, 'packages/core/assembly')
const MODULE = join(root, 'packages/core/src/surrogates/gaussian-process/compute/wasm-binary.ts')
/** No runtime, since the caller lays out the memory. No relaxed SIMD, since its results differ between machines. */
const OPTIONS = ['-O3', '--converge', '--enable', 'simd', '--runtime', 'stub', '--noAssert']

/**
 * Compiles the module if it is stale.
 *
 * @returns {Promise<'current' | 'compiled' | 'failed'>}
 */
export async function buildKernels() {
  const stamp = `// ${fingerprint()}`
  if (existsSync(MODULE) && readFileSync(MODULE, 'utf8').startsWith(`${stamp}\n`)) return 'current'
  const folder = mkdtempSync(join(tmpdir(), 'sweetspot-kernels-'))
  try {
    const binary = join(folder, 'kernels.wasm')
    const compiler = binaryOf('assemblyscript', 'asc')
    const args = [compiler, join(SOURCES, 'index.ts'), '--outFile', binary, ...OPTIONS]
    if ((await run(pinnedNode, args, { stdio: ['ignore', 2, 2] })) !== 0) return 'failed'
    const text = readFileSync(binary).toString('base64')
    writeFileSync(
      MODULE,
      `${stamp}\n/** The kernels of packages/core/assembly, in base64; written by scripts/kernels.mjs. */\n` +
        `export const WASM_BINARY: string =\n  '${text}'\n`,
    )
    return 'compiled'
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The hash of everything that the binary depends on. */
function fingerprint() {
  const hash = createHash('sha256').update(OPTIONS.join(' '))
  hash.update(readFileSync(join(root, 'node_modules/assemblyscript/package.json')))
  for (const name of readdirSync(SOURCES).toSorted()) hash.update(name).update(readFileSync(join(SOURCES, name)))
  return hash.digest('hex')
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  if ((await buildKernels()) === 'failed') process.exitCode = 1
}
