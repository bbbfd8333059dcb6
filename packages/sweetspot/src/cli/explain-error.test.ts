import { type ErrorCode, SweetspotError } from '@sweetspot/core'
import { describe, expect, it } from 'vitest'
import { ERRORS } from '../../../../scripts/errors-page.ts'
import { explainError } from './explain-error.ts'

const codes = Object.keys(ERRORS) as ErrorCode[]

/** Errors of programs: no command line leads to them. */
const OF_PROGRAMS: readonly ErrorCode[] = [
  'ERR_NO_MODEL',
  'ERR_STUDY_CLOSED',
  'ERR_EXECUTOR_CLOSED',
  'ERR_INVALID_OBJECTIVE_MODULE',
  'ERR_WORKER_FAILED',
  'ERR_TRIAL_TIMEOUT',
  'ERR_INVALID_CHOICE',
  'ERR_INVALID_OBJECTIVE',
  'ERR_INVALID_MODEL',
  'ERR_MODEL_TOO_LARGE',
  'ERR_UNREGISTERED_CLASS',
]

/** Calls, options and objects of the library. */
const LIBRARY = /`[a-z]\w*[A-Z.(]\w|\{ \w+:|\bstudy\.\w|\w\(\)|`(?:points|limit|step|cause|gpus)/

describe('explainError', () => {
  it.each(codes.filter((code) => !OF_PROGRAMS.includes(code)))(
    'advises about %s in terms of the command line',
    (code) => {
      expect(explainError(new SweetspotError(code, 'It failed.', { advice: ERRORS[code] ?? '' })).next).not.toMatch(
        LIBRARY,
      )
    },
  )

  it.each([
    [
      "Expected directions such as { loss: 'minimize' }, since the file does not say.",
      'Expected --minimize METRIC or --maximize METRIC, since the file does not say.',
    ],
    [
      'Expected gpusPerTrial to be at most the number of gpus, 1.',
      'Expected --gpus-per-trial to be at most the number of gpus, 1.',
    ],
    ['Unknown option "coresPerTrial" of run; it has none.', 'Unknown option --cores-per-trial of run; it has none.'],
    ['Unknown parameter "trialTimeout" of net.', 'Unknown parameter "trialTimeout" of net.'],
    ['Expected a value of timeZone; received none.', 'Expected a value of timeZone; received none.'],
    ['The study coresPerTrial has no tag trialTimeout.', 'The study coresPerTrial has no tag trialTimeout.'],
    ['The file trainData.csv is empty.', 'The file trainData.csv is empty.'],
  ])('says %s in the words of the command line', (message, said) => {
    expect(explainError(new SweetspotError('ERR_INVALID_ARGUMENT', message)).what).toBe(said)
  })

  it.each(['ERR_INVALID_SWEEP', 'ERR_USAGE', 'ERR_STUDY_NOT_FOUND'] as const)('keeps all names of %s', (code) => {
    const message = 'Expected maxFailures to be an integer; did you mean "maxFailures" or maxFailures?'
    expect(explainError(new SweetspotError(code, message, { advice: '' })).what).toBe(message)
  })
})
