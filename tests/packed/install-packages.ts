import { existsSync, globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { npm, root } from '../../scripts/workspace.mjs'

/** The fields of a published `package.json` that the tests read. */
export interface PackedManifest {
  readonly name: string
  readonly version: string
  readonly private?: boolean
}

/** The published packages, by folder name. */
export const published: ReadonlyMap<string, PackedManifest> = new Map(
  globSync('packages/*/package.json', { cwd: root })
    .toSorted()
    .map((path): [string, PackedManifest] => [
      path.split(/[\\/]/)[1] ?? '',
      JSON.parse(readFileSync(join(root, path), 'utf8')) as PackedManifest,
    ])
    .filter(([, manifest]) => manifest.private !== true),
)

/** A folder outside the checkout in which the packed packages are installed, like a user's project. */
export interface InstalledFolder extends AsyncDisposable {
  readonly path: string
}

/**
 * Packs our packages and installs the tarballs; npm gets their dependencies from its cache or the registry.
 *
 * @param beside - Other packages to install, as arguments of npm.
 */
export async function installPacked(...beside: readonly string[]): Promise<InstalledFolder> {
  const temporary = mkdtempSync(join(tmpdir(), 'sweetspot-packed-'))
  const tarballs = join(temporary, 'tarballs')
  const path = join(temporary, 'app')
  mkdirSync(tarballs)
  mkdirSync(path)
  const folders = [...published.keys()]
  for (const folder of folders) {
    if (existsSync(join(root, 'packages', folder, 'dist/node/index.js'))) continue
    throw new Error(`packages/${folder} is not built: run the tests with npm test, or npm run build first`)
  }
  const selected = folders.flatMap((folder) => ['-w', `packages/${folder}`])
  await succeed(['pack', '--silent', '--pack-destination', tarballs, ...selected], root)
  writeFileSync(join(path, 'package.json'), '{ "private": true, "type": "module" }\n')
  const files = readdirSync(tarballs).map((file) => join(tarballs, file))
  await succeed(
    ['install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error', ...files, ...beside],
    path,
  )
  return {
    path,
    [Symbol.asyncDispose]: async () => rmSync(temporary, { recursive: true }),
  }
}

async function succeed(args: readonly string[], folder: string): Promise<void> {
  const code = await npm(args, folder)
  if (code !== 0) throw new Error(`npm ${args[0]} failed with exit code ${code}`)
}
