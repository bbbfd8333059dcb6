import type { FinishedTrial } from '@sweetspot/core'
import { describe, expect, it } from 'vitest'
import { devicesOption, durationOption, sizeOption } from '../../../src/cli/run/amount-texts.ts'
import { endText, rateText } from '../../../src/cli/run/display/run-progress.ts'
import { FailureLimit } from '../../../src/cli/run/failure-limit.ts'
import { Interruption } from '../../../src/cli/run/interruption.ts'
import { defaultStudyName } from '../../../src/cli/run/study-name.ts'
import { parseCommand } from '../../../src/command/template/parse-command.ts'
import { sparkline } from '../../../src/terminal/sparkline.ts'

describe('defaultStudyName', () => {
  it.each([
    [['python', 'train.py', '--lr', '{lr}'], 'train-py'],
    [['python3', '-u', 'nets/train.py'], 'train-py'],
    [['python', '-m', 'nets.train'], 'nets-train'],
    [['./build.sh', '{x}'], 'build-sh'],
    [['node', '-e', 'console.log(1)', '--', '{x}'], 'node'],
    [['sh', '-c', 'echo {x}'], 'sh'],
    [['/usr/bin/make', 'all'], 'make'],
    [['{x}'], 'run'],
  ])('of %j is %s', (argv, name) => {
    expect(defaultStudyName(parseCommand(argv))).toBe(name)
  })

  it('of a shell command is its first program', () => {
    expect(defaultStudyName({ ...parseCommand(['tar cf - . | gzip -{level}']), shell: true })).toBe('tar')
  })
})

describe('values of options', () => {
  it.each([
    ['8GB', 8e9],
    ['512 MiB', 512 * 2 ** 20],
    ['1.5kb', 1500],
  ])('the size %s is %d bytes', (text, bytes) => {
    expect(sizeOption('--memory-limit', text)).toBe(bytes)
  })

  it.each(['', '8', 'GB', '8 G', '-1GB', '0B'])('the size %j is refused', (text) => {
    expect(() => sizeOption('--memory-limit', text)).toThrow(expect.objectContaining({ code: 'ERR_USAGE' }))
  })

  it('are durations and devices', () => {
    expect([durationOption('--timeout', '1h30m'), durationOption('--timeout', undefined)]).toEqual([
      5_400_000,
      undefined,
    ])
    expect(() => durationOption('--timeout', '0s')).toThrow('Expected --timeout to be a duration')
    expect([devicesOption('0,2'), devicesOption('auto'), devicesOption(undefined)]).toEqual([[0, 2], 'auto', undefined])
    expect(() => devicesOption('0-2')).toThrow('Expected --gpus')
  })
})

describe('FailureLimit', () => {
  const trial = (state: 'failed' | 'completed', reason = 'error') => ({ state, reason, number: 0 }) as FinishedTrial
  const taken = (limit: FailureLimit, trials: readonly FinishedTrial[]) => {
    for (const one of trials) limit.take(one)
    return limit.reached
  }
  const fails = (count: number, reason?: string) => Array.from({ length: count }, () => trial('failed', reason))

  it('is reached by three first failures, only within a minute', () => {
    expect(taken(new FailureLimit(undefined, () => 0), fails(2))).toBeUndefined()
    expect(taken(new FailureLimit(undefined, () => 0), fails(3))).toBe('The first 3 trials failed.')
    let now = 0
    const late = new FailureLimit(undefined, () => now)
    now = 60_001
    expect(taken(late, fails(9))).toBeUndefined()
    expect(taken(late, fails(1))).toBe('10 trials in a row failed.')
  })

  it('starts again with a trial that does not fail, and ignores cancelled trials', () => {
    const limit = new FailureLimit(undefined, () => 0)
    expect(taken(limit, [trial('completed'), ...fails(9), trial('completed'), ...fails(9)])).toBeUndefined()
    expect(taken(limit, fails(20, 'cancelled'))).toBeUndefined()
    expect(taken(limit, fails(1))).toBe('10 trials in a row failed.')
    expect(taken(new FailureLimit(2, () => 0), fails(2))).toBe('2 trials in a row failed.')
  })
})

describe('Interruption', () => {
  function interrupted(running: number) {
    const said: string[] = []
    let killed = 0
    const interruption = new Interruption({
      running: () => running,
      say: (text) => said.push(text),
      kill: () => (killed += 1),
    })
    return { interruption, said, killed: () => killed }
  }

  it('finishes, stops, and kills', () => {
    const { interruption, said, killed } = interrupted(2)
    interruption.take('SIGINT')
    expect([interruption.signal.aborted, interruption.exitCode]).toEqual([false, 130])
    interruption.take('SIGINT')
    expect([interruption.signal.aborted, killed(), interruption.isUrgent]).toEqual([true, 0, true])
    interruption.take('SIGINT')
    expect(killed()).toBe(1)
    expect(said).toEqual([
      'finishing 2 running trials (again: stop them now)',
      'stopping 2 running trials, which will run again next time (again: kill)',
      'killing 2 running trials',
    ])
  })

  it('stops at once by SIGTERM, and if nothing runs', () => {
    const terminated = interrupted(1)
    terminated.interruption.take('SIGTERM')
    expect([terminated.interruption.signal.aborted, terminated.interruption.exitCode]).toEqual([true, 143])
    const idle = interrupted(0)
    idle.interruption.take('SIGINT')
    expect([idle.interruption.signal.aborted, idle.said]).toEqual([true, []])
  })
})

describe('texts of the display', () => {
  it('curves show the last values between their least and largest', () => {
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 8)).toBe('▁▂▃▄▅▆▇█')
    expect(sparkline([9, 9, 0, 1], 2)).toBe('▁█')
    expect(sparkline([1, Number.NaN, 2], 8)).toBe('▁ █')
    expect(sparkline([5, 5], 8)).toBe('▄▄')
    expect(sparkline([], 8)).toBe('')
  })

  it('rates are per minute or per hour', () => {
    expect([rateText(123.4), rateText(2.123), rateText(0.5), rateText(0.01)]).toEqual([
      '123/min',
      '2.1/min',
      '30/h',
      '0.6/h',
    ])
  })

  it('an end has its day if it is not today', () => {
    const noon = new Date(2026, 0, 2, 12).getTime()
    expect([60, 60 * 13, 60 * 24 * 30].map((minutes) => endText(noon + minutes * 60_000, noon))).toEqual([
      'about 13:00',
      'about Sat 01:00',
      'about 2026-02-01 12:00',
    ])
  })
})
