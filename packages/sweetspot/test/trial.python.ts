import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PYTHON_MODULE, pythonModuleFolder } from '../src/command/python-module.ts'
import { trialScriptCases } from './trial-script-cases.ts'

const script = (text: string) => ['python3', '-c', `import sweetspot_trial as trial\n${text}`]

trialScriptCases('Python', {
  curve: script(`
pruned = False
for step in range(5):
    trial.report(step, value=step / 2, loss=step * 10)
    pruned = trial.should_prune()
    if pruned:
        break
if not pruned:
    trial.report(value=7)
`),
  notFinite: script(`
for step, value in enumerate([float("nan"), float("inf"), float("-inf")]):
    trial.report(step, value=value)
`),
  endless: script(`
import time
for step in range(3):
    trial.report(step, value=step)
time.sleep(600)
`),
  family: script(`
import os, subprocess, sys
trial.report(0, value=1)
child = os.fork()
if child == 0:
    trial.report(1, value=2)
    os._exit(0)
os.waitpid(child, 0)
subprocess.run([sys.executable, "-c", "import sweetspot_trial as t; t.annotate('note', {'a': [1, None]})"], check=True)
`),
  wrong: script(`
try:
    trial.report(0, value="x")
except TypeError as error:
    trial.annotate("error", str(error))
trial.report(value=1)
`),
  refused: script(`
try:
    trial.report(-1, value=1)
except RuntimeError as error:
    trial.annotate("error", str(error))
trial.report(value=1)
`),
  params: script('trial.annotate("params", trial.params(x=5, y=6))\ntrial.report(value=1)'),
  flood: script(`
import threading
lock, steps = threading.Lock(), iter(range(2000))
def work():
    while True:
        with lock:
            step = next(steps, None)
        if step is None:
            return
        trial.report(step, value=step)
threads = [threading.Thread(target=work) for _ in range(4)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
trial.report(value=1)
`),
})

describe('the helper for Python outside of Sweetspot', () => {
  const { SWEETSPOT_CHANNEL: _, SWEETSPOT_PARAMS_FILE: __, PYTHONPATH: ___, ...env } = process.env

  it('works as a copied file: prints what it would report, and takes the defaults', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sweetspot-test-'))
    try {
      copyFileSync(join(pythonModuleFolder(), PYTHON_MODULE), join(folder, PYTHON_MODULE))
      const text = `import sweetspot_trial as trial
trial.report(3, acc=trial.params(lr=0.5)["lr"], loss=float("nan"))
trial.report(acc=1)
trial.annotate("a", 1)
print(trial.should_prune())
`
      writeFileSync(join(folder, 'train.py'), text)
      const output = execFileSync('python3', [join(folder, 'train.py')], { encoding: 'utf8', env })
      expect(output).toBe('{"step": 3, "acc": 0.5, "loss": NaN}\n{"acc": 1}\nFalse\n')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('says if Sweetspot has gone', () => {
    const text = `import sweetspot_trial as trial
for _ in range(2):
    try:
        trial.report(0, acc=1)
    except RuntimeError as error:
        print(error)
`
    const gone = { ...env, PYTHONPATH: pythonModuleFolder(), SWEETSPOT_CHANNEL: '/no/such/socket' }
    const output = execFileSync('python3', ['-c', text], { encoding: 'utf8', env: gone })
    expect(output.match(/Sweetspot cannot be reached/g)).toHaveLength(2)
  })

  it('uses nothing that Python 3.8 lacks', () => {
    const check = `import ast, sys
ast.parse(open(sys.argv[1]).read(), feature_version=(3, 8))
`
    expect(
      execFileSync('python3', ['-c', check, join(pythonModuleFolder(), PYTHON_MODULE)], { encoding: 'utf8' }),
    ).toBe('')
  })
})
