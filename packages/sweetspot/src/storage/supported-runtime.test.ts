import { describe, expect, it } from 'vitest'
import { checkNode } from './supported-runtime.ts'

describe('checkNode', () => {
  it.each(['22.14.0', '22.22.1', '23.6.0', '24.0.0', '100.0.0', '25.0.0-nightly20241001'])('accepts %s', (version) => {
    expect(() => checkNode(version)).not.toThrow()
  })

  it.each(['22.13.1', '23.5.0', '20.19.4', '18.0.0', '9.13.0', ''])('refuses %s', (version) => {
    expect(() => checkNode(version)).toThrow(expect.objectContaining({ code: 'ERR_UNSUPPORTED_RUNTIME' }))
  })

  it('names the required version in the error', () => {
    expect(() => checkNode('20.19.4')).toThrow(
      'Storing studies in a file needs Node 22.14 or newer, except 23.0 to 23.5; this is Node 20.19.4.',
    )
  })
})
