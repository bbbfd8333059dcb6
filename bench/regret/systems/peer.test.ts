import { fileURLToPath } from 'node:url'
import { choice, float, ordinal, type SearchSpace, space } from 'sweetspot'
import { describe, expect, it } from 'vitest'
import { peerSystem } from './peer.ts'

const FAKE = fileURLToPath(new URL('fake-peer.ts', import.meta.url))
const fake = (name = 'fake') => peerSystem(name, process.execPath, FAKE)
const search = space({
  kind: choice({ a: { x: float(-1, 1) }, b: { y: float(0, 1) } }),
  size: ordinal(['small', 'large']),
}) as SearchSpace
const start = { space: search, seed: 1, trials: 5, parallel: 1 }

describe('peerSystem', () => {
  it('asks and tells, and runs one optimization after another', async () => {
    const system = fake()
    for (const _ of [1, 2]) {
      const optimization = await system.start(start)
      expect(system.version).toBe('1.2.3')
      expect(await optimization.ask()).toEqual({ id: 0, params: { kind: 'a', x: -1, size: 'small' } })
      expect((await optimization.ask()).id).toBe(1)
      await optimization.tell(1, 0.5)
      await optimization.tell(0, Number.POSITIVE_INFINITY)
      await optimization.close()
    }
    await system.close()
  })

  it('rejects with errors of the peer', async () => {
    const system = fake()
    const optimization = await system.start(start)
    await expect(optimization.tell(7, 1)).rejects.toThrow('The peer fake answered: trial 7 is not running')
    await system.close()
  })

  it('rejects with the reason why a peer ended or could not be started', async () => {
    await expect(fake('broken').start(start)).rejects.toThrow(/The peer broken ended without an answer: a reason/)
    const missing = peerSystem('fake', '/no/python', FAKE)
    await expect(missing.start(start)).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT' })
  })
})
