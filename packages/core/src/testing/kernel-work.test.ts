import { expect, it } from 'vitest'
import { kernelWork } from './kernel-work.ts'

it('kernelWork has the same work in plain TypeScript and in WebAssembly, and runs', () => {
  const work = kernelWork(21, 3)
  const of = (wanted: string) => work.filter(({ compute }) => compute === wanted)
  const kindOf = ({ name, amount, unit }: (typeof work)[number]) => ({ name, amount, unit })
  expect(of('wasm').map(kindOf)).toEqual(of('plain').map(kindOf))
  expect(of('wasm')).toHaveLength(6)
  for (const { amount, run } of work) {
    expect(amount).toBeGreaterThan(0)
    expect(run).not.toThrow()
  }
})
