import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { installPacked } from './install-packages.ts'

it('the packed program tunes a Python script that reports through its module, in an empty folder', async () => {
  await using installed = await installPacked()
  const folder = join(installed.path, 'empty')
  mkdirSync(folder)
  writeFileSync(
    join(folder, 'train.py'),
    `import sweetspot_trial as trial
p = trial.params(x=0.5)
for step in range(3):
    trial.report(step, loss=(p["x"] - 0.3) ** 2 + 1 / (step + 1))
trial.report(loss=(p["x"] - 0.3) ** 2)
`,
  )
  const words = ['run', '-p', 'x=0.0..1.0', '--minimize', 'loss', '-n', '6', '-j', '2', '--', 'python3', 'train.py']
  const { stdout, stderr } = await promisify(execFile)('npx', ['--no-install', 'sweetspot', ...words], { cwd: folder })
  expect(stderr).toMatch(/^trial 0 check: read loss=\S+ from the result that the command reported$/m)
  expect(stdout).toMatch(/^ {2}python3 train\.py --x=0\.\d+\nBest loss /)
}, 300_000)
