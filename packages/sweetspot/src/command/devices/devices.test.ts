import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createStudy, float, randomSampler, space } from '@sweetspot/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { commandExecutor } from '../command-executor.ts'
import type { CommandOptions } from '../command-options.ts'
import { allowedCores, tasksetPath } from './cores.ts'
import { gpuEnvironment, visibleGpus } from './gpus.ts'
import { partsOf, Slots } from './slots.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-test-'))
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

/** Puts a program into the folder that prints a text. */
const program = (name: string, output: string) => {
  writeFileSync(join(folder, name), `#!/bin/sh\ncat <<'END'\n${output}\nEND\n`)
  chmodSync(join(folder, name), 0o755)
}

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
  const path = () => ({ PATH: `${folder}:/usr/bin:/bin` })

  it('finds those that nvidia-smi or rocm-smi lists', async () => {
    program('rocm-smi', 'GPU[0]\t\t: Device Name: x\nGPU[0]\t\t: Device ID: y\nGPU[1]\t\t: Device Name: x')
    program('nvidia-smi', 'No devices were found')
    expect(await visibleGpus('auto', path())).toEqual(['0', '1'])
    program('nvidia-smi', 'GPU 0: NVIDIA H200 (UUID: GPU-1)\nGPU 1: NVIDIA H200 (UUID: GPU-3)\n')
    expect(await visibleGpus('auto', path())).toEqual(['0', '1'])
  })

  it('finds the parts of divided GPUs, and names all then', async () => {
    const list = [
      'GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-5d5ba0d6)',
      '  MIG 3g.20gb     Device  0: (UUID: MIG-c6d4f1ef)',
      '  MIG 1g.5gb      Device  1: (UUID: MIG-cba663e8)',
      'GPU 1: NVIDIA A100-SXM4-40GB (UUID: GPU-7)',
    ]
    program('nvidia-smi', list.join('\n'))
    expect(await visibleGpus('auto', path())).toEqual(['MIG-c6d4f1ef', 'MIG-cba663e8', 'GPU-7'])
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
    expect(await visibleGpus('auto', { CUDA_VISIBLE_DEVICES: 'MIG-a,MIG-b,-1,3' })).toEqual(['MIG-a', 'MIG-b'])
    await expect(visibleGpus([3], environment)).rejects.toThrow('names 3 devices, counted from 0')
  })

  it('counts the devices that ROCR shows from 0, and takes a variable that shows some', async () => {
    expect(await visibleGpus('auto', { ROCR_VISIBLE_DEVICES: 'GPU-x,6' })).toEqual(['0', '1'])
    expect(await visibleGpus('auto', { ROCR_VISIBLE_DEVICES: '4,6', HIP_VISIBLE_DEVICES: '1' })).toEqual(['1'])
    expect(await visibleGpus('auto', { CUDA_VISIBLE_DEVICES: '', HIP_VISIBLE_DEVICES: '2' })).toEqual(['2'])
  })
})

describe('gpuEnvironment', () => {
  it('lets CUDA count as nvidia-smi does, unless devices are given by CUDA already', () => {
    const devices = { CUDA_VISIBLE_DEVICES: '1,3', HIP_VISIBLE_DEVICES: '1,3' }
    expect(gpuEnvironment(['1', '3'], {})).toEqual({ ...devices, CUDA_DEVICE_ORDER: 'PCI_BUS_ID' })
    expect(gpuEnvironment(['1', '3'], { CUDA_VISIBLE_DEVICES: '3,1' })).toEqual(devices)
    expect(gpuEnvironment(['1', '3'], { CUDA_DEVICE_ORDER: 'FASTEST_FIRST' })).toEqual(devices)
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

  /** Takes and releases the devices of a trial, or fails if another trial has them; writes their names. */
  const TAKES = `
    name=$(echo "$CUDA_VISIBLE_DEVICES" | tr , _)
    mkdir "held-$name" && echo "$name" >> devices || exit 1
    sleep 0.05; rmdir "held-$name"`

  const usedDevices = () => [...new Set(readFileSync(join(folder, 'devices'), 'utf8').trim().split('\n'))].toSorted()

  it('chooses among inherited devices by their names, and says if some are left over', async () => {
    vi.stubEnv('CUDA_VISIBLE_DEVICES', 'GPU-a,GPU-b,GPU-c,GPU-d,GPU-e')
    const { study, notices } = await devicesOf({ gpus: 'auto', gpusPerTrial: 2 }, TAKES, 2)
    expect(study.snapshot.counts.completed).toBe(6)
    expect(usedDevices()).toEqual(['GPU-a_GPU-b', 'GPU-c_GPU-d'])
    expect(notices).toEqual(['Of 5 devices, 1 is not used: each trial needs 2.'])
  })

  it('chooses among devices of the option environment', async () => {
    vi.stubEnv('CUDA_VISIBLE_DEVICES', 'GPU-a')
    const options = { gpus: [1, 0], environment: { CUDA_VISIBLE_DEVICES: 'MIG-x,MIG-y' } }
    const { study } = await devicesOf(options, TAKES, 2)
    expect(study.snapshot.counts.completed).toBe(6)
    expect(usedDevices()).toEqual(['MIG-x', 'MIG-y'])
  })

  it('finds all devices by nvidia-smi', async () => {
    for (const name of ['CUDA_VISIBLE_DEVICES', 'HIP_VISIBLE_DEVICES', 'ROCR_VISIBLE_DEVICES'])
      vi.stubEnv(name, undefined)
    program('nvidia-smi', 'GPU 0: NVIDIA H200 (UUID: GPU-1)\nGPU 1: NVIDIA H200 (UUID: GPU-3)')
    vi.stubEnv('PATH', `${folder}:${process.env.PATH}`)
    const { study } = await devicesOf({ gpus: 'auto' }, TAKES, 2)
    expect(study.snapshot.counts.completed).toBe(6)
    expect(usedDevices()).toEqual(['0', '1'])
  })

  it('lets trials share devices, but no more than it may', async () => {
    const script = `
      count=$(ls -d held-* 2>/dev/null | wc -l); test "$count" -lt 4 || exit 1
      mkdir "held-$SWEETSPOT_TRIAL"; echo "$CUDA_VISIBLE_DEVICES" >> devices; sleep 0.05; rmdir "held-$SWEETSPOT_TRIAL"`
    const { study } = await devicesOf({ gpus: [0, 1], trialsPerGpu: 2 }, script, 6)
    expect(study.snapshot.counts.completed).toBe(6)
    expect(usedDevices()).toEqual(['0', '1'])
  })

  it('ends the run if no device is found', async () => {
    vi.stubEnv('CUDA_VISIBLE_DEVICES', '')
    for (const name of ['HIP_VISIBLE_DEVICES', 'ROCR_VISIBLE_DEVICES']) vi.stubEnv(name, undefined)
    await expect(devicesOf({ gpus: 'auto' }, 'true', 1)).rejects.toThrow('ERR_NO_DEVICES')
    vi.stubEnv('CUDA_VISIBLE_DEVICES', '4')
    await expect(devicesOf({ gpus: 'auto', gpusPerTrial: 2 }, 'true', 1)).rejects.toThrow(
      'Each trial needs 2 devices; found: 1.',
    )
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
