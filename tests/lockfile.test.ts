import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

interface Entry {
  readonly version?: string
  readonly resolved?: string
  readonly link?: boolean
  readonly integrity?: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}
type Packages = Readonly<Record<string, Entry>>

const { packages } = JSON.parse(readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8')) as {
  packages: Packages
}

/** Dependencies without an entry where Node would look for them: `npm ci` rejects such a lockfile. */
function missing(entries: Packages): string[] {
  return Object.entries(entries).flatMap(([path, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => !ancestors(path).some((folder) => `${folder}node_modules/${name}` in entries))
      .map((name) => `${path || 'the workspace'} needs ${name}`),
  )
}

/** The folders of a package, innermost first, each with a trailing slash. */
function ancestors(path: string): string[] {
  const folders = ['']
  const parts = path === '' ? [] : path.split('/')
  for (let end = 1; end <= parts.length; end++) folders.unshift(`${parts.slice(0, end).join('/')}/`)
  return folders
}

/** Entries with a registry address, which may be valid only on one machine, or without a checksum. */
function unsafe(entries: Packages): string[] {
  return Object.entries(entries)
    .filter(([path, { link }]) => path.includes('node_modules/') && link !== true)
    .filter(([, { resolved, integrity }]) => resolved !== undefined || integrity === undefined)
    .map(([path]) => path)
}

describe('the lockfile', () => {
  it('has every dependency, including those of other operating systems', () => {
    expect(Object.keys(packages).length).toBeGreaterThan(100)
    expect(missing(packages)).toEqual([])
  })

  it('has no registry addresses, and a checksum for each package', () => {
    expect(unsafe(packages)).toEqual([])
  })

  it('fails this test if a platform is missing, an address is present or a checksum is missing', () => {
    const tool = { version: '1.0.0', integrity: 'sha512-x', optionalDependencies: { '@tool/linux': '1.0.0' } }
    expect(missing({ '': {}, 'node_modules/tool': tool })).toEqual(['node_modules/tool needs @tool/linux'])
    expect(missing({ 'node_modules/tool': tool, 'node_modules/tool/node_modules/@tool/linux': {} })).toEqual([])
    expect(unsafe({ 'node_modules/a': { integrity: 'x', resolved: 'https://example.org/a.tgz' } })).toHaveLength(1)
    expect(unsafe({ 'node_modules/a': {} })).toHaveLength(1)
  })
})
