import { builtinModules } from 'node:module'
import { gzipSync } from 'node:zlib'
import { build, type Plugin } from 'esbuild'

export interface BrowserBundle {
  /** Minified. */
  readonly bytes: number
  readonly gzipped: number
  /** The modules that `import()` loads and the bundle leaves out. */
  readonly onDemand: readonly string[]
  /** Modules of Node that it imports. */
  readonly builtins: readonly string[]
  readonly warnings: readonly string[]
}

/**
 * Bundles a module for browsers, like the build of a page.
 *
 * @param options.folder - The folder from which imports are resolved.
 * @param options.tsconfig - A configuration whose `paths` take precedence.
 * @param options.external - Modules to leave out.
 * @param options.first - Whether to leave out what `import()` loads: the rest is what the page loads first if its bundler
 *   splits code. Default: false.
 */
export async function bundleForBrowser(
  text: string,
  options: {
    readonly folder: string
    readonly tsconfig?: string
    readonly external?: readonly string[]
    readonly first?: boolean
  },
): Promise<BrowserBundle> {
  const { folder, tsconfig, external = [], first = false } = options
  const onDemand = new Set<string>()
  const result = await build({
    stdin: { contents: text, resolveDir: folder, loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    external: [...external],
    ...(first && { plugins: [leftOut(onDemand)] }),
    ...(tsconfig !== undefined && { tsconfig }),
    write: false,
    metafile: true,
    logLevel: 'silent',
  })
  const code = result.outputFiles[0]?.contents ?? new Uint8Array()
  const imports = Object.values(result.metafile.inputs).flatMap((input) => input.imports.map(({ path }) => path))
  return {
    bytes: code.byteLength,
    gzipped: gzipSync(code).byteLength,
    onDemand: [...onDemand].toSorted(),
    builtins: imports.filter((path) => path.startsWith('node:') || builtinModules.includes(path)),
    warnings: result.warnings.map(({ text: warning }) => warning),
  }
}

/** Leaves out what `import()` loads, and adds its paths to `found`. */
const leftOut = (found: Set<string>): Plugin => ({
  name: 'left-out',
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ kind, path }) => {
      if (kind !== 'dynamic-import') return undefined
      found.add(path)
      return { path, external: true }
    })
  },
})
