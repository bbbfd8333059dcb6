import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createStudy, float, randomSampler, space } from '@sweetspot/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commandExecutor } from '../command-executor.ts'
import type { CommandOptions } from '../command-options.ts'
import { allowedCores, tasksetPath } from './cores.ts'
import { visibleGpus } from './gpus.ts'
import { partsOf, Slots } from './slots.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-test-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('Slots', () => {
  const signal = new AbortController().signal

  it('lends each part to one trial, first come, first served', async () => {
    const slots = new Slots(partsOf(['a', 'b', 'c', 'd', 'e'], 2, 1))
    const one = await slots.take(signal)
    const two = await slots.take(signal)
    expect([one.items, two.items]).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ])
    const order: string[] = []
    const three = slots.take(signal).then((slot) => order.push(`three ${slot.items.join()}`))
    const four = slots.take(signal).then((slot) => order.push(`four ${slot.items.join()}`))
    two.release()
    two.release()
    await three
    one.release()
    await four
    expect(order).toEqual(['three c,d', 'four a,b'])
  })

  it('spreads trials before they share', () => {
    expect(partsOf([0, 1], 1, 2)).toEqual([[0], [1], [0], [1]])
  })

  it('lets those who wait go when their signal is aborted', async () => {
    const slots = new Slots([['a']])
    const held = await slots.take(signal)
    const controller = new AbortController()
    const waiting = slots.take(controller.signal)
    controller.abort(new Error('stopped'))
    await expect(waiting).rejects.toThrow('stopped')
    held.release()
    expect((await slots.take(signal)).items).toEqual(['a'])
    await expect(slots.take(controller.signal)).rejects.toThrow('stopped')
  })
})

describe('visibleGpus', () => {
  const program = (name: string, output: string) => {
    writeFileSync(join(folder, name), `#!/bin/sh\ncat <<'END'\n${output}\nEND\n`)
    chmodSync(join(folder, name), 0o755)
  }
  const path = () => ({ PATH: `${folder}:/usr/bin:/bin` })

  it('finds those that nvidia-smi or rocm-smi lists', async () => {
    program('rocm-smi', 'GPU[0]\t\t: Device Name: x\nGPU[0]\t\t: Device ID: y\nGPU[1]\t\t: Device Name: x')
    program('nvidia-smi', 'No devices were found')
    expect(await visibleGpus('auto', path())).toEqual(['0', '1'])
    program(
      'nvidia-smi',
      'GPU 0: NVIDIA H200 (UUID: GPU-1)\n  MIG 1g Device 0: (UUID: MIG-2)\nGPU 1: NVIDIA H200 (UUID: GPU-3)',
    )
    expect(await visibleGpus('auto', path())).toEqual(['0', '1'])
  })

  it('rejects with ERR_NO_DEVICES if there are none', async () => {
    await expect(visibleGpus('auto', { PATH: folder })).rejects.toThrow('neither nvidia-smi nor rocm-smi lists one')
    await expect(visibleGpus('auto', { CUDA_VISIBLE_DEVICES: '-1,0' })).rejects.toThrow('hides all devices')
    await expect(visibleGpus('auto', { CUDA_VISIBLE_DEVICES: '' })).rejects.toThrow('ERR_NO_DEVICES')
  })

  it('counts within the devices of an inherited variable', async () => {
    const environment = { CUDA_VISIBLE_DEVICES: '2, GPU-7,5' }
    expect(await visibleGpus('auto', environment)).toEqual(['2', 'GPU-7', '5'])
    expect(await visibleGpus([2, 0], environment)).toEqual(['5', '2'])
    expect(await visibleGpus([1], { HIP_VISIBLE_DEVICES: '4,6' })).toEqual(['6'])
    expect(await visibleGpus([3, 1], {})).toEqual(['3', '1'])
    await expect(visibleGpus([3], environment)).rejects.toThrow('names 3 devices, which count from 0')
  })
})

describe('commandExecutor', () => {
  async function devicesOf(options: Partial<CommandOptions>, script: string, concurrency: number) {
    const study = await createStudy({
      space: space({ x: float(0, 1) }),
      sampler: randomSampler(),
      seed: 1,
      observers: [{ notice() {} }],
    })
    const notices: string[] = []
    const executor = commandExecutor({
      argv: ['sh', '-c', `${script}; sleep 0.05; echo '{"value": 1}'`, '{params.json}'],
      cwd: folder,
      onNotice: (text) => void notices.push(text),
      ...options,
    })
    await study.optimize(executor, { trials: 6, concurrency }).finally(() => executor.close())
    return { study, notices }
  }

  it('gives each running trial devices of its own', async () => {
    const script =
      'mkdir "held-$CUDA_VISIBLE_DEVICES" && test "$CUDA_VISIBLE_DEVICES" = "$HIP_VISIBLE_DEVICES" || exit 1; sleep 0.05; rmdir "held-$CUDA_VISIBLE_DEVICES"'
    const { study, notices } = await devicesOf({ gpus: [0, 3, 4, 5], gpusPerTrial: 2 }, script, 3)
    expect(study.snapshot.counts.completed).toBe(6)
    expect(notices).toEqual([expect.stringContaining('than devices are free for')])
  })

  it('ends the run if no device is found', async () => {
    const none = { gpus: 'auto', gpusPerTrial: 1 } as const
    const before = process.env.CUDA_VISIBLE_DEVICES
    process.env.CUDA_VISIBLE_DEVICES = ''
    try {
      await expect(devicesOf(none, 'true', 1)).rejects.toThrow('ERR_NO_DEVICES')
    } finally {
      if (before === undefined) delete process.env.CUDA_VISIBLE_DEVICES
      else process.env.CUDA_VISIBLE_DEVICES = before
    }
  })

  it('limits threads, and binds trials to cores where it can', async () => {
    const taskset = tasksetPath(process.env.PATH)
    const bound = taskset ? 'test "$(nproc --all)" = 1 || test "$(nproc)" = 1' : 'true'
    const script = `test "$OMP_NUM_THREADS$MKL_NUM_THREADS" = 11 && unset OMP_NUM_THREADS && ${bound} || exit 1`
    const { study, notices } = await devicesOf({ coresPerTrial: 1 }, script, 4)
    expect(study.snapshot.counts.completed).toBe(6)
    // Four trials run at the same time: all have a core, or some wait.
    const waits = taskset !== undefined && allowedCores().length < 4
    expect(notices).toHaveLength(taskset === undefined || waits ? 1 : 0)
  })

  it('says if a trial needs more cores than there are', async () => {
    const { notices } = await devicesOf({ coresPerTrial: allowedCores().length + 1 }, 'true', 1)
    expect(notices).toEqual([expect.stringContaining('Trials are not bound to cores')])
  })
})
