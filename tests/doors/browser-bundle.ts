import { builtinModules } from 'node:module'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

export interface BrowserBundle {
  /** Minified. */
  readonly bytes: number
  readonly gzipped: number
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
 */
export async function bundleForBrowser(
  text: string,
  options: { readonly folder: string; readonly tsconfig?: string; readonly external?: readonly string[] },
): Promise<BrowserBundle> {
  const { folder, tsconfig, external = [] } = options
  const result = await build({
    stdin: { contents: text, resolveDir: folder, loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    external: [...external],
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
    builtins: imports.filter((path) => path.startsWith('node:') || builtinModules.includes(path)),
    warnings: result.warnings.map(({ text: warning }) => warning),
  }
}
