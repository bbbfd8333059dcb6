import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { shellWord } from './shell-word.ts'

it('shellWord quotes what a shell would change', () => {
  expect(shellWord('--lr=1e-3')).toBe('--lr=1e-3')
  expect(shellWord(`it's $(id)`)).toBe(`'it'\\''s $(id)'`)
  const words = fc.sample(fc.string({ minLength: 1 }), { numRuns: 200, seed: 1 }).filter((word) => !word.includes('\0'))
  const output = execFileSync('sh', ['-c', `printf '%s\\0' ${[...words, ''].map(shellWord).join(' ')}`], {
    encoding: 'utf8',
  })
  expect(output.split('\0').slice(0, -1)).toEqual([...words, ''])
})
