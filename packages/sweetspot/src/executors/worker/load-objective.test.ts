import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loaderOf, loadObjective } from './load-objective.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('loaderOf', () => {
  it.each([
    ['file:///a/objective.ts', true, 'node'],
    ['file:///a/objective.ts', false, 'jiti'],
    ['file:///a/objective.mts', false, 'jiti'],
    ['file:///a/objective.cts', false, 'jiti'],
    ['file:///a/objective.ts?version=2', false, 'jiti'],
    ['file:///a/objective.tsx', true, 'jiti'],
    ['file:///a/objective.js', false, 'node'],
    ['file:///a/ts', false, 'node'],
  ] as const)('of %s, if Node strips types: %s, is %s', (url, stripsTypes, loader) => {
    expect(loaderOf(url, stripsTypes)).toBe(loader)
  })
})

describe.each(['node', 'jiti'] as const)('loadObjective by %s', (loader) => {
  const write = (name: string, text: string) => {
    const path = join(folder, `${loader}-${name}`)
    writeFileSync(path, text)
    return pathToFileURL(path).href
  }

  it('loads the default export and named ones of TypeScript', async () => {
    write('part.ts', 'export const factor: number = 2')
    const text = `import { factor } from './${loader}-part.ts'
      interface Trial { readonly params: { readonly x: number } }
      export default ({ params }: Trial): number => params.x * factor
      export const negated = async ({ params }: Trial): Promise<number> => -params.x`
    const url = write('objective.ts', text)
    const trial = { params: { x: 3 } } as never
    expect((await loadObjective({ url, name: 'default' }, loader))(trial)).toBe(6)
    expect(await (await loadObjective({ url, name: 'negated' }, loader))(trial)).toBe(-3)
  })

  it('refuses a module without the export, or with another value', async () => {
    const url = write('values.ts', 'export const one: number = 1')
    const refused = (name: string) => expect(loadObjective({ url, name }, loader)).rejects
    await refused('default').toMatchObject({
      code: 'ERR_INVALID_OBJECTIVE_MODULE',
      message: expect.stringContaining('no default export; it exports one'),
    })
    await refused('one').toMatchObject({
      code: 'ERR_INVALID_OBJECTIVE_MODULE',
      message: expect.stringContaining('to be a function; received 1'),
    })
  })

  it('throws errors of the module itself', async () => {
    const url = write('broken.ts', 'throw new RangeError("no weights")')
    await expect(loadObjective({ url, name: 'default' }, loader)).rejects.toThrow('no weights')
  })
})
