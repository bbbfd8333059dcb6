import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runIn } from './command-line.ts'
import { shellWords } from './shell-words.ts'

it('the commands of the guide succeed in their order', async () => {
  const page = await readFile(join(import.meta.dirname, '../../../../docs/guide/command-line.md'), 'utf8')
  const blocks = [...page.matchAll(/^```sh\n([^]*?)^```/gm)].map(([, block = '']) => block)
  const lines = blocks.flatMap((block) => block.split('\n')).filter((line) => line.startsWith('sweetspot '))
  expect(lines.length).toBeGreaterThan(30)
  const folder = await mkdtemp(join(tmpdir(), 'sweetspot-guide-'))
  try {
    for (const line of lines) {
      const { code, stderr } = await runIn(folder, shellWords(line).slice(1))
      expect([line, code, stderr]).toEqual([line, 0, expect.not.stringContaining('error:')])
    }
  } finally {
    await rm(folder, { recursive: true })
  }
})
