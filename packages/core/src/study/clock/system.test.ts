import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { systemClock } from './system.ts'

const LONGEST = 2 ** 31 - 1

describe('the system clock', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it.each([0, 1, 1_000, LONGEST, LONGEST + 1, 3 * LONGEST + 5])(
    'calls the callback after %d ms, and not before',
    (delay) => {
      let called = 0
      systemClock.after(delay, () => {
        called += 1
      })
      vi.advanceTimersByTime(Math.max(0, delay - 1))
      expect(called).toBe(delay === 0 ? 1 : 0)
      vi.advanceTimersByTime(1)
      expect(called).toBe(1)
      expect(vi.getTimerCount()).toBe(0)
    },
  )

  it('never calls the callback after an infinite delay', () => {
    let called = 0
    const cancel = systemClock.after(Number.POSITIVE_INFINITY, () => {
      called += 1
    })
    vi.advanceTimersByTime(10 * LONGEST)
    expect(called).toBe(0)
    cancel()
    expect(vi.getTimerCount()).toBe(0)
  })

  it.each([0, LONGEST + 10])('does not call a callback that is cancelled after %d ms', (wait) => {
    let called = 0
    const cancel = systemClock.after(2 * LONGEST, () => {
      called += 1
    })
    vi.advanceTimersByTime(wait)
    cancel()
    expect(vi.getTimerCount()).toBe(0)
    vi.advanceTimersByTime(3 * LONGEST)
    expect(called).toBe(0)
  })

  it('does not keep the process alive in the background, even in parts of a long delay', () => {
    const set = vi.spyOn(globalThis, 'setTimeout')
    systemClock.after(LONGEST + 1, () => {}, { background: true })
    vi.advanceTimersByTime(LONGEST)
    const parts = set.mock.results.map(({ value }) => value as { hasRef(): boolean })
    expect(parts.map((timer) => timer.hasRef())).toEqual([false, false])
    set.mockRestore()
  })
})
