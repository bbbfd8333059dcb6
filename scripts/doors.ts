/** The doors of the published packages and their exports, read from the sources. */
import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './workspace.mjs'

export interface Door {
  /** The import specifier, such as `sweetspot/plots`. */
  readonly specifier: string
  /** The path of its source, from the root of the checkout. */
  readonly source: string
  /** The path of its published declarations, from the root of the checkout; exists after a build. */
  readonly declarations: string
  /** Names that exist at runtime, sorted. */
  readonly values: readonly string[]
  /** Names of types only, sorted. */
  readonly types: readonly string[]
}

interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>
}

/** Every door of every published package, by its specifier. */
export function readDoors(): ReadonlyMap<string, Door> {
  const files = globSync('packages/*/package.json', { cwd: root }).toSorted()
  const sources = new Map(
    files.flatMap((file) => {
      const { name, private: hidden, exports } = JSON.parse(readFileSync(join(root, file), 'utf8')) as Manifest
      if (hidden === true) return []
      return Object.entries(exports).flatMap(([subpath, target]) => {
        if (typeof target === 'string') return []
        const path = (built: string) => join(dirname(file), built).replaceAll('\\', '/')
        const source = path(target.default).replace('/dist/', '/src/').replace(/\.js$/, '.ts')
        return [[join(name, subpath).replaceAll('\\', '/'), { source, declarations: path(target.types) }] as const]
      })
    }),
  )
  return new Map(
    [...sources].map(([specifier, { source, declarations }]) => {
      const names = exportedNames(source, (module) => sources.get(module)?.source)
      const sorted = (isType: boolean) =>
        names
          .filter((name) => name.isType === isType)
          .map(({ name }) => name)
          .toSorted((a, b) => a.localeCompare(b, 'en'))
      return [specifier, { specifier, source, declarations, values: sorted(false), types: sorted(true) }] as const
    }),
  )
}

interface ExportedName {
  readonly name: string
  readonly isType: boolean
}

/** Parses a door: export lists, and `export *` from another door. */
function exportedNames(source: string, sourceOf: (module: string) => string | undefined): ExportedName[] {
  const text = readFileSync(join(root, source), 'utf8').replaceAll(/\/\*[^]*?\*\/|\/\/.*$/gm, '')
  const listed = [...text.matchAll(/^export (type )?\{([^}]*)\}/gm)].flatMap(([, all, list = '']) =>
    list
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '')
      .map((entry) => ({
        name: entry.replace(/^type /, ''),
        isType: all !== undefined || entry.startsWith('type '),
      })),
  )
  const passed = [...text.matchAll(/^export \* from '([^']+)'/gm)].flatMap(([, module = '']) => {
    const from = sourceOf(module)
    if (from === undefined) throw new Error(`${source} exports everything of ${module}, which is not one of our doors`)
    return exportedNames(from, sourceOf)
  })
  // A listed name hides that of the wildcard.
  return [...listed, ...passed.filter(({ name }) => !listed.some((entry) => entry.name === name))]
}
