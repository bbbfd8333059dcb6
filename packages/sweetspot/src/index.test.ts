import * as engine from '@sweetspot/core'
import * as engineTesting from '@sweetspot/core/testing'
import { describe, expect, it } from 'vitest'
import * as analysis from './analysis.ts'
import * as extend from './extend.ts'
import * as product from './index.ts'
import * as plots from './plots.ts'
import * as testing from './testing.ts'

/** The names of `door` whose values are others than those of the same name at `whole`, or that it has not. */
function differing(door: object, whole: object): string[] {
  const values = new Map(Object.entries(whole))
  return Object.entries(door)
    .filter(([name, value]) => values.get(name) !== value)
    .map(([name]) => name)
    .toSorted()
}

describe('the entry points', () => {
  it('re-export the engine unchanged', () => {
    expect({ ...extend }).toEqual({ ...engine })
    expect(differing(testing, engineTesting)).toEqual(['isolationPrograms'])
    expect(differing(analysis, engine)).toEqual([])
  })

  it('add Node functions to the main entry point, and a createStudy, readStudy and copyStudy that accept addresses', () => {
    expect(differing(product, engine)).toEqual([
      'backupStudies',
      'childProcessExecutor',
      'commandExecutor',
      'copyStudy',
      'createStudy',
      'deleteStudy',
      'listStudies',
      'openStorage',
      'openStudy',
      'readStudy',
      'resultsTable',
      'salvageStudies',
      'sqliteStorage',
      'terminalProgress',
      'workerThreadExecutor',
    ])
    expect(product.createStudy).not.toBe(engine.createStudy)
  })

  it('have plots separately', () => {
    expect(differing(plots, { ...product, ...extend })).toEqual(Object.keys(plots).toSorted())
  })
})
