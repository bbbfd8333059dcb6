import { describe, expect, it } from 'vitest'
import { simulatedClock } from './simulated-clock.ts'

const idle = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('simulatedClock', () => {
  it('calls timers at their times, in order of time, then of creation', async () => {
    const clock = simulatedClock(idle, 1_000)
    const calls: string[] = []
    clock.after(20, () => calls.push(`late ${clock.now()}`))
    clock.after(10, () => calls.push(`first ${clock.now()}`))
    clock.after(10, () => {
      calls.push(`second ${clock.now()}`)
      clock.after(5, () => calls.push(`nested ${clock.now()}`))
    })
    clock.after(15, () => calls.push('cancelled'))()
    await clock.advance(15)
    expect(calls).toEqual(['first 1010', 'second 1010', 'nested 1015'])
    expect([clock.now(), clock.timers]).toEqual([1_015, 1])
    await clock.advance(100)
    expect(calls.at(-1)).toBe('late 1020')
    expect(clock.now()).toBe(1_115)
  })

  it('runs until a promise settles, and throws if no timer can settle it', async () => {
    const clock = simulatedClock(idle)
    const wait = (delay: number) => new Promise<void>((resolve) => void clock.after(delay, resolve))
    const work = async () => {
      await wait(3_600_000)
      await wait(5)
      return clock.now()
    }
    expect(await clock.until(work())).toBe(3_600_005)
    await expect(clock.until(Promise.reject(new Error('no')))).rejects.toThrow('no')
    await expect(clock.until(new Promise(() => {}))).rejects.toThrow('No timer is left')
  })
})
