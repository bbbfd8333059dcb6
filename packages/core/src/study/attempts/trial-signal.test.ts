import { describe, expect, it } from 'vitest'
import { createStudy } from '../create-study.ts'
import { TrialSignal } from './trial-signal.ts'

describe('TrialSignal', () => {
  it('aborts a signal that has been read, once', () => {
    const source = new TrialSignal()
    const { signal } = source
    let aborts = 0
    signal.addEventListener('abort', () => {
      aborts += 1
    })
    source.abort(() => 'first')
    source.abort(() => 'second')
    expect([signal.aborted, signal.reason, aborts]).toEqual([true, 'first', 1])
    expect(source.signal).toBe(signal)
  })

  it('is aborted with the first reason if it is read later, and makes no reason until then', () => {
    const source = new TrialSignal()
    let made = 0
    source.abort(() => {
      made += 1
      return 'first'
    })
    source.abort(() => 'second')
    expect(made).toBe(0)
    expect([source.signal.aborted, source.signal.reason, made]).toEqual([true, 'first', 1])
  })
})

describe('trial.signal', () => {
  it('is aborted if it is first read after another call has ended the trial', async () => {
    const study = await createStudy({ seed: 1 })
    const trial = await study.ask()
    await study.tell(trial.number, 1)
    expect(trial.signal.reason).toMatchObject({ code: 'ERR_TRIAL_NOT_RUNNING' })
  })
})
