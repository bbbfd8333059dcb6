import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createStudy, type Executor, float, randomSampler, space } from '@sweetspot/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkedOptions } from '../command-options.ts'
import { CommandRunner } from '../command-runner.ts'
import { MemoryGroups } from './memory-groups.ts'

// Folders stand for control groups: no machine of ours has version 2 with its memory controller.
const OWN = '/app.slice/terminal.scope'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sweetspot-test-'))
  mkdirSync(join(root, OWN), { recursive: true })
  writeFileSync(join(root, 'cgroup.controllers'), 'cpu memory pids\n')
  writeFileSync(join(root, OWN, 'cgroup.subtree_control'), '\n')
  writeFileSync(join(root, 'app.slice/cgroup.subtree_control'), 'memory pids\n')
})
afterEach(() => rmSync(root, { recursive: true }))

const groupsIn = (folder: string) => readdirSync(join(root, folder)).filter((name) => name.startsWith('sweetspot-'))

describe('MemoryGroups', () => {
  it('creates a group with a limit beside that of this process, as a whole and without swap', () => {
    const group = new MemoryGroups({ root, own: OWN }).create(300e6)
    group?.add(123)
    const [name = ''] = groupsIn('app.slice')
    const files = ['memory.max', 'memory.swap.max', 'memory.oom.group', 'cgroup.procs']
    expect(files.map((file) => readFileSync(join(root, 'app.slice', name, file), 'utf8'))).toEqual([
      '300000000',
      '0',
      '1',
      '123',
    ])
    expect(group?.isExceeded).toBe(false)
    writeFileSync(join(root, 'app.slice', name, 'memory.events'), 'low 0\nmax 4\noom 1\noom_kill 2\noom_group_kill 1\n')
    expect(group?.isExceeded).toBe(true)
  })

  it('creates groups below that of this process if its controller is enabled there', () => {
    writeFileSync(join(root, OWN, 'cgroup.subtree_control'), 'cpu memory\n')
    const groups = new MemoryGroups({ root, own: OWN })
    groups.create(1)
    groups.create(2)
    expect(groupsIn(OWN)).toHaveLength(2)
  })

  it('has none without version 2, without its controller, or if it may not create groups', () => {
    expect(new MemoryGroups({ root: join(root, 'missing'), own: OWN }).create(1)).toBeUndefined()
    const groups = new MemoryGroups({ root, own: OWN })
    // A file in the place of a group refuses it, whoever runs the test.
    writeFileSync(join(root, 'app.slice', `sweetspot-${process.pid}-0`), '')
    expect(groups.create(1)).toBeUndefined()
    writeFileSync(join(root, 'app.slice/cgroup.subtree_control'), 'cpu\n')
    expect(new MemoryGroups({ root, own: OWN }).create(1)).toBeUndefined()
  })

  it('creates none above the mounted groups, whose root is the group of a process in a container', () => {
    const mounted = join(root, OWN)
    writeFileSync(join(mounted, 'cgroup.controllers'), 'memory\n')
    expect(new MemoryGroups({ root: mounted, own: '/' }).create(1)).toBeUndefined()
    writeFileSync(join(mounted, 'cgroup.subtree_control'), 'memory\n')
    new MemoryGroups({ root: mounted, own: '/' }).create(1)
    expect([groupsIn(OWN).length, groupsIn('app.slice')]).toEqual([1, []])
  })

  it('removes groups of processes that have ended', () => {
    const [stale, own] = [
      join(root, 'app.slice/sweetspot-999999999-0'),
      join(root, `app.slice/sweetspot-${process.pid}-7`),
    ]
    for (const folder of [stale, own]) mkdirSync(folder)
    const groups = new MemoryGroups({ root, own: OWN })
    expect([stale, own].map((folder) => existsSync(folder))).toEqual([false, true])
    expect(groups.create(1)).toBeDefined()
  })
})

describe('a command in a group', () => {
  async function run(script: string) {
    const study = await createStudy({
      space: space({ x: float(0, 1) }),
      sampler: randomSampler(),
      seed: 1,
      observers: [{ notice() {} }],
    })
    const argv = ['sh', '-c', script, '{params.json}']
    const options = checkedOptions({ argv, cwd: root, memoryLimit: 300e6, onNotice: () => {} })
    const runner = new CommandRunner(options, { root, own: OWN })
    const executor: Executor = { run: (spec, host) => runner.run(spec, host), close: () => runner.close() }
    await study.optimize(executor, { trials: 1, catch: true }).finally(() => executor.close())
    return study.trials[0]
  }

  it('is put into it', async () => {
    const trial = await run(`for i in $(seq 1000); do
      if test "$(cat app.slice/sweetspot-*/cgroup.procs)" = $$; then echo '{"value": 1}'; exit; fi; sleep 0.01
    done`)
    expect(trial).toMatchObject({ state: 'completed' })
  })

  it('fails with the reason memory if the kernel has killed it', async () => {
    const trial = await run(`echo 'oom_kill 1' > "$(echo app.slice/sweetspot-*)/memory.events"; kill -KILL $$`)
    expect(trial).toMatchObject({
      state: 'failed',
      reason: 'memory',
      error: 'The command needed more than its limit of 300 MB.',
    })
  })

  it('fails as a crash otherwise', async () => {
    expect(await run('kill -KILL $$')).toMatchObject({ state: 'failed', reason: 'crashed' })
  })
})
