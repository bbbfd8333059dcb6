/**
 * A fake peer for tests with the protocol of `bench/peers/serve.py`. It suggests the low ends or the first choices, and
 * prints told values on stderr. As `broken` it exits at the first message.
 */
import { createInterface } from 'node:readline'
import type { Json } from 'sweetspot'
import type { PeerParameter } from './peer-parameters.ts'

type Message =
  | { readonly op: 'start'; readonly parameters: readonly PeerParameter[] }
  | { readonly op: 'ask' }
  | { readonly op: 'tell'; readonly id: number; readonly value: number | null }

const [, , name] = process.argv
let parameters: readonly PeerParameter[] = []
let asked = 0

function answer(message: Message): object {
  switch (message.op) {
    case 'start':
      parameters = message.parameters
      asked = 0
      return { ok: true, system: name, version: '1.2.3' }
    case 'ask': {
      const params: { [name: string]: Json } = {}
      for (const { name: own, low, choices, when } of parameters) {
        if (!when || when.in.includes(params[when.parent] ?? null)) params[own] = choices?.[0] ?? low ?? null
      }
      asked += 1
      return { id: asked - 1, params }
    }
    case 'tell':
      return message.id < asked ? { ok: true } : { error: `trial ${message.id} is not running` }
  }
}

createInterface({ input: process.stdin }).on('line', (line) => {
  if (name === 'broken') {
    console.error('a reason')
    process.exit(1)
  }
  console.log(JSON.stringify(answer(JSON.parse(line) as Message)))
})
