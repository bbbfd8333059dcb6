import { describe, expect, it } from 'vitest'
import type { Presence } from '../../journal/journal-storage.ts'
import { simulatedClock } from '../../testing/simulated-clock.ts'
import { Heartbeat } from './heartbeat.ts'

const idle = () => new Promise<void>((resolve) => setImmediate(resolve))

/** A presence that records its calls. Beats take a second, and those listed fail. */
function setUp(failing: readonly number[] = []) {
  const clock = simulatedClock(idle)
  const told: string[] = []
  let beats = 0
  const presence: Presence = {
    interval: 10_000,
    beat: async () => {
      beats += 1
      const mine = beats
      await new Promise<void>((resolve) => void clock.after(1_000, resolve))
      told.push(`beat ${mine} at ${clock.now() / 1_000}`)
      if (failing.includes(mine)) throw new Error('not reachable')
    },
    leave: async () => void told.push(`leave at ${clock.now() / 1_000}`),
    gone: async () => [],
  }
  return { clock, told, heart: new Heartbeat(presence, 'me', clock) }
}

describe('Heartbeat', () => {
  it('beats once for concurrent starts, then periodically until it is stopped', async () => {
    const { clock, told, heart } = setUp()
    await clock.until(Promise.all([heart.start(), heart.start()]))
    await clock.advance(24_500)
    await heart.start()
    await heart.stop()
    await clock.advance(60_000)
    expect(told).toEqual(['beat 1 at 1', 'beat 2 at 12', 'beat 3 at 23', 'leave at 25.5'])
    expect(clock.timers).toBe(0)
  })

  it('leaves after a pending beat, so that the owner stays gone', async () => {
    const { clock, told, heart } = setUp()
    await clock.until(heart.start())
    await clock.advance(10_500)
    await clock.until(heart.stop())
    await clock.advance(60_000)
    expect(told).toEqual(['beat 1 at 1', 'beat 2 at 12', 'leave at 12'])
  })

  it('does not start after it was stopped, and leaves only if it has started', async () => {
    const { told, heart } = setUp()
    await heart.stop()
    await heart.start()
    expect(told).toEqual([])
  })

  it('retries if the first beat fails, and continues if a later one fails', async () => {
    const { clock, told, heart } = setUp([1, 3])
    await expect(clock.until(heart.start())).rejects.toThrow('not reachable')
    await clock.until(heart.start())
    await clock.advance(25_000)
    expect(told).toEqual(['beat 1 at 1', 'beat 2 at 2', 'beat 3 at 13', 'beat 4 at 24'])
    await heart.stop()
  })
})
