import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as engine from '@sweetspot/core'
import * as engineTesting from '@sweetspot/core/testing'
import { describe, expect, it } from 'vitest'
import * as product from './index.ts'
import * as testing from './testing.ts'

/** Every name that a door exports, types included, as its source lists them. */
function exportedNames(path: string): string[] {
  const text = readFileSync(join(import.meta.dirname, path), 'utf8')
  return [...text.matchAll(/export (?:type )?\{([^}]*)\}/g)].flatMap(([, list = '']) =>
    list
      .split(',')
      .map((name) => name.trim().replace(/^type /, ''))
      .filter((name) => name !== ''),
  )
}

describe('the door of the product', () => {
  it('has every public name of the engine, types included', () => {
    const engineNames = exportedNames('../../core/src/index.ts')
    expect(engineNames).toContain('StudySnapshot')
    expect(engineNames.filter((name) => !exportedNames('index.ts').includes(name))).toEqual([])
  })

  it('passes the engine through as it is, but for createStudy, which takes addresses of storages too', () => {
    const differing = Object.entries(engine).filter(([name, value]) => product[name as keyof typeof product] !== value)
    expect(differing.map(([name]) => name)).toEqual(['createStudy'])
    expect(product.createStudy).not.toBe(engine.createStudy)
  })

  it('has the conformance suites', () => {
    expect({ ...testing }).toEqual({ ...engineTesting })
    expect(exportedNames('testing.ts').toSorted()).toEqual(exportedNames('../../core/src/testing/index.ts').toSorted())
  })
})
