import { statSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Channel } from './channel.ts'

let channel: Channel
const sockets: Socket[] = []
beforeEach(async () => {
  channel = new Channel()
  await channel.listening
})
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy()
  channel.close()
})

/** A connection whose answers can be awaited in order. */
function client() {
  const socket = connect(channel.path).on('error', () => {})
  sockets.push(socket)
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]()
  return {
    send: (text: string) => socket.write(text),
    answer: async () => JSON.parse((await lines.next()).value ?? '{"error":"closed"}'),
  }
}

const calls = () => {
  const reports: unknown[] = []
  return {
    reports,
    report: (values: unknown, step: number | undefined) => {
      if (values === 'wrong') throw new Error('no numbers')
      reports.push([step, values])
    },
    shouldPrune: () => reports.length > 2,
    annotate: () => {},
  }
}

describe('Channel', () => {
  it('is a socket that only this user can reach, and is removed', () => {
    expect(statSync(channel.folder).mode & 0o777).toBe(0o700)
    channel.close()
    expect(statSync(channel.folder, { throwIfNoEntry: false })).toBeUndefined()
  })

  it('answers in order, also if requests come in pieces or together', async () => {
    const trial = calls()
    const { key } = channel.admit(trial)
    const { send, answer } = client()
    const report = (step: number) => `{"key":"${key}","call":"report","step":${step},"values":{"acc":NaN}}\n`
    send(report(0).slice(0, 20))
    await new Promise((resolve) => setTimeout(resolve, 20))
    send(report(0).slice(20) + report(1) + report(2) + `{"key":"${key}","call":"should_prune"}\n`)
    expect([await answer(), await answer(), await answer(), await answer()]).toEqual([
      { ok: true },
      { ok: true },
      { ok: true },
      { prune: true },
    ])
    expect(trial.reports).toEqual([0, 1, 2].map((step) => [step, { acc: Number.NaN }]))
  })

  it('keeps trials apart by their keys, and forgets ended ones', async () => {
    const [one, other] = [calls(), calls()]
    const { key, release } = channel.admit(one)
    channel.admit(other)
    const { send, answer } = client()
    const request = (more: string) => `{"key":"${key}",${more}}\n`
    send(request('"call":"report","values":{"acc":1}'))
    expect([await answer(), one.reports, other.reports]).toEqual([{ ok: true }, [[undefined, { acc: 1 }]], []])
    release()
    send(request('"call":"report","values":{"acc":1}'))
    expect(await answer()).toEqual({ error: 'The trial has ended.' })
  })

  it('answers wrong requests with an error, and goes on', async () => {
    const { key } = channel.admit(calls())
    const { send, answer } = client()
    const wrong = ['x', '[]', '{}', '{"key":"guess","call":"report"}', `{"key":"${key}","call":"eval"}`]
    for (const text of wrong) {
      send(`${text}\n`)
      expect(await answer()).toEqual({ error: expect.any(String) })
    }
    send(`{"key":"${key}","call":"report","values":"wrong"}\n`)
    expect(await answer()).toEqual({ error: 'no numbers' })
    send(`{"key":"${key}","call":"should_prune"}\n`)
    expect(await answer()).toEqual({ prune: false })
  })

  it('ends a connection that sends an endless line, and serves others', async () => {
    const { key } = channel.admit(calls())
    const flood = client()
    for (let i = 0; i < 30; i += 1) flood.send('x'.repeat(100_000))
    flood.send('\n')
    expect(await flood.answer()).toEqual({ error: 'The request is too long.' })
    const { send, answer } = client()
    send(`{"key":"${key}","call":"should_prune"}\n`)
    expect(await answer()).toEqual({ prune: false })
  })
})

describe('a channel without a folder for temporary files', () => {
  it('names the folder that cannot be written', () => {
    const { TMPDIR } = process.env
    process.env.TMPDIR = '/does-not-exist'
    try {
      expect(() => new Channel()).toThrow(
        expect.objectContaining({
          code: 'ERR_FILE_ACCESS',
          message: expect.stringContaining('/does-not-exist cannot be written: ENOENT'),
        }),
      )
    } finally {
      if (TMPDIR === undefined) delete process.env.TMPDIR
      else process.env.TMPDIR = TMPDIR
    }
  })
})
