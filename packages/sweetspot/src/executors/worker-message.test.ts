import { FailedTrialError, SweetspotError, studyError, TrialPruned } from '@sweetspot/core'
import { describe, expect, it } from 'vitest'
import { OutputTail } from './output-tail.ts'
import { isSentError, receivedError, sentError } from './sent-error.ts'
import { decodeMessage, encodeMessage } from './worker-message.ts'

describe('decodeMessage', () => {
  it('returns what encodeMessage wrote, with numbers that JSON cannot represent', () => {
    const message = {
      type: 'report',
      value: { loss: Number.NaN, gain: Number.NEGATIVE_INFINITY, zero: -0 },
      step: 3,
    } as const
    expect(decodeMessage(encodeMessage(message))).toEqual(message)
  })

  it('writes one line, whatever a reader takes for the end of a line', () => {
    const message = { type: 'annotate', name: 'note', value: 'a\nb\rc\u2028d\u2029e' } as const
    expect(encodeMessage(message)).not.toMatch(/[\n\r\u2028\u2029]/)
    expect(decodeMessage(encodeMessage(message))).toEqual(message)
  })

  it.each([
    'rubbish',
    '7',
    '{}',
    '{"type":"unknown"}',
    '{"type":"toString"}',
    '{"type":"report","value":1,"step":"1"}',
    '{"type":"annotate","value":1}',
    '{"type":"asked","name":7}',
    '{"type":"choose","name":"x","parameter":null}',
    '{"type":"thrown","error":"boom"}',
    '{"type":"thrown","error":{"name":"Error","message":"boom","cause":{"name":1}}}',
  ])('refuses %s', (text) => {
    expect(() => decodeMessage(text)).toThrow(`The worker sent ${text}.`)
  })

  it('shows only the start of a long text', () => {
    expect(() => decodeMessage('x'.repeat(100_000))).toThrow(/^The worker sent x{200}…\.$/)
  })
})

describe('receivedError', () => {
  const sent = (thrown: unknown) => receivedError(JSON.parse(JSON.stringify(sentError(thrown))))

  it.each([new TrialPruned(), new FailedTrialError('no'), new RangeError('r'), new TypeError('t'), new Error('e')])(
    'has the class, message and stack of %s',
    (error) => {
      const received = sent(error) as Error
      expect(received).toBeInstanceOf(error.constructor)
      expect([received.name, received.message, received.stack]).toEqual([error.name, error.message, error.stack])
    },
  )

  it('has the advice of a SweetspotError of any package', () => {
    const error = new SweetspotError('ERR_INVALID_MODEL', 'It is no model.', { advice: 'Return a model.' })
    expect(sent(error)).toBeInstanceOf(SweetspotError)
    expect(sent(error)).toMatchObject({
      code: 'ERR_INVALID_MODEL',
      advice: 'Return a model.',
      message: 'It is no model. Return a model. [ERR_INVALID_MODEL]',
    })
  })

  it('has the code and the advice of a SweetspotError once', () => {
    const error = studyError('ERR_INVALID_VALUE', 'It is wrong.', { cause: new Error('inner') })
    expect(sent(error)).toMatchObject({ code: 'ERR_INVALID_VALUE', message: error.message, cause: new Error('inner') })
  })

  it('has the name and the code of another class', () => {
    const error = Object.assign(new Error('gone'), { name: 'DataError', code: 'ENOENT' })
    expect(sent(error)).toMatchObject({ name: 'DataError', code: 'ENOENT', message: 'gone' })
  })

  it.each(['text', 7, true])('is %j if that was thrown', (value) => expect(sent(value)).toBe(value))

  it.each([undefined, null, Symbol('s'), { a: 1 }, Number.NaN, 1n])('is an Error if %s was thrown', (value) => {
    expect(sent(value)).toBeInstanceOf(Error)
  })

  it('survives errors that cannot be read, cycles of causes and long texts', () => {
    const hostile = new Proxy(new Error('hidden'), {
      get: () => {
        throw new Error('no')
      },
    })
    expect(sent(hostile)).toBeInstanceOf(Error)
    const cyclic = new Error('cyclic')
    cyclic.cause = cyclic
    expect(sent(cyclic)).toMatchObject({ message: 'cyclic', cause: { message: 'cyclic' } })
    expect((sent(new Error('x'.repeat(100_000))) as Error).message).toHaveLength(10_000)
    expect(isSentError(sentError(cyclic))).toBe(true)
  })
})

describe('OutputTail', () => {
  it('keeps the end, however it comes, and forgets it when it is taken', () => {
    for (const size of [1, 3, 7, 100]) {
      const tail = new OutputTail(10)
      const bytes = Buffer.from('abcdefghijklmnopqrstuvwxyz')
      for (let at = 0; at < bytes.length; at += size) tail.add(bytes.subarray(at, at + size))
      expect(tail.take()).toBe('qrstuvwxyz')
      expect(tail.take()).toBe('')
    }
  })

  it('cuts no character', () => {
    const tail = new OutputTail(5)
    tail.add(Buffer.from('äöü'))
    expect(tail.take()).toBe('öü')
  })
})
