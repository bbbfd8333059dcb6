import { describe, expect, it } from 'vitest'
import { checkPeers, systemOf } from './systems.ts'

describe('systems', () => {
  it('are our samplers or peers, which need a Python', () => {
    expect(systemOf('gp', { peers: [] }).name).toBe('gp')
    expect(systemOf('gp', { peers: ['gp'], python: 'python3' }).version).toBe('')
    expect(() => systemOf('other', { peers: ['other'] })).toThrow('--python')
    expect(() => systemOf('other', { peers: [] })).toThrow('Unknown sampler other')
  })

  it('are started once before the runs', async () => {
    await expect(checkPeers({ peers: ['other'], python: '/no/python' })).rejects.toThrow('The peer other ended')
    await expect(checkPeers({ peers: [] })).resolves.toBeUndefined()
  })
})
