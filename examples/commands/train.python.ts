import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runExample } from './run-example.ts'

it('train.py, which knows nothing of Sweetspot, is tuned by its arguments and its output', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sweetspot-example-'))
  try {
    const words = '-p lr=log:0.001..3 -p hidden=1..8 -p activation=tanh,relu --maximize val_acc'
    const limits = '-n 8 -j 2 --sampler random --seed 1'
    const command = 'python3 train.py --lr {lr} --hidden {hidden} --activation {activation}'
    const { counts, best } = await runExample(folder, `${words} ${limits} -- ${command}`.split(' '))
    expect(counts).toMatchObject({ completed: 8, failed: 0 })
    expect(best?.values.val_acc).toBeGreaterThan(0.85)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
