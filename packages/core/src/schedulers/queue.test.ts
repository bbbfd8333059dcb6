import { describe, it } from 'vitest'
import { schedulerCases } from '../testing/scheduler-suite.ts'
import { queueScheduler } from './queue.ts'

describe('queueScheduler', () => {
  it.each(schedulerCases(() => queueScheduler()))('$name', ({ run }) => run())
})
