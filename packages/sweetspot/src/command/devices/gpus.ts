import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { countOf } from '@sweetspot/core'
import { productError } from '../../product-error.ts'

type Environment = { readonly [name: string]: string | undefined }

/** Milliseconds after which a program that lists devices is given up. */
const LISTING_TIME = 10_000

/**
 * The identifiers of the devices that trials share, for `CUDA_VISIBLE_DEVICES` and `HIP_VISIBLE_DEVICES`.
 *
 * If one of these variables, or `ROCR_VISIBLE_DEVICES`, limits commands already, `gpus` counts the devices that it
 * names, and `auto` means all of them.
 *
 * @param gpus - Numbers of devices, or `auto` for all that `nvidia-smi` or `rocm-smi` lists.
 * @param environment - The variables of commands, with the PATH on which the programs are found.
 * @throws ERR_NO_DEVICES if none is found, or if a number is that of no visible device
 */
export async function visibleGpus(
  gpus: readonly number[] | 'auto',
  environment: Environment,
): Promise<readonly string[]> {
  const given = givenDevices(environment)
  if (gpus === 'auto') {
    const found = given?.ids ?? (await listedDevices(environment))
    if (found.length > 0) return found
    throw productError(
      'ERR_NO_DEVICES',
      given
        ? `The environment variable ${given.variable} hides all devices.`
        : 'No GPU was found: neither nvidia-smi nor rocm-smi lists one.',
    )
  }
  if (!given) return gpus.map(String)
  return gpus.map((number) => {
    const id = given.ids[number]
    if (id !== undefined) return id
    throw productError(
      'ERR_NO_DEVICES',
      `The device ${number} is not visible: the environment variable ${given.variable} names ${countOf(given.ids.length, 'device')}, counted from 0.`,
    )
  })
}

/**
 * The variables that show a trial its devices.
 *
 * @param environment - The variables of commands.
 */
export function gpuEnvironment(ids: readonly string[], environment: Environment): { readonly [name: string]: string } {
  const devices = { CUDA_VISIBLE_DEVICES: ids.join(), HIP_VISIBLE_DEVICES: ids.join() }
  const isNumbered = environment.CUDA_VISIBLE_DEVICES === undefined && environment.CUDA_DEVICE_ORDER === undefined
  // Otherwise CUDA counts from the fastest device, unlike nvidia-smi.
  return isNumbered ? { ...devices, CUDA_DEVICE_ORDER: 'PCI_BUS_ID' } : devices
}

interface GivenDevices {
  readonly variable: string
  readonly ids: readonly string[]
}

/** The devices that the first variable which shows some names; those of a variable that hides all if none does. */
function givenDevices(environment: Environment): GivenDevices | undefined {
  const all = ['CUDA_VISIBLE_DEVICES', 'HIP_VISIBLE_DEVICES', 'ROCR_VISIBLE_DEVICES'].flatMap((variable) => {
    const text = environment[variable]
    if (text === undefined) return []
    const names = namesIn(text)
    // The other variables count the devices that ROCR shows.
    return [{ variable, ids: variable.startsWith('ROCR') ? names.map((_, index) => String(index)) : names }]
  })
  return all.find(({ ids }) => ids.length > 0) ?? all[0]
}

function namesIn(text: string): readonly string[] {
  const ids = text.split(',').map((id) => id.trim())
  // CUDA ignores all that follows an invalid device, such as -1.
  const end = ids.findIndex((id) => id === '' || id.startsWith('-') || id === 'NoDevFiles')
  return end < 0 ? ids : ids.slice(0, end)
}

async function listedDevices(environment: Environment): Promise<readonly string[]> {
  const cuda = cudaDevices(await outputOf('nvidia-smi', ['-L'], environment))
  if (cuda.length > 0) return cuda
  const rocm = await outputOf('rocm-smi', ['--showid'], environment)
  return [...new Set([...rocm.matchAll(/^GPU\[(\d+)\]/gm)].map(([, id = '']) => id))]
}

/**
 * The devices that `nvidia-smi -L` lists. If a GPU is divided (MIG), its parts are devices instead of it, and all have
 * names: numbers would show only the first part.
 */
function cudaDevices(list: string): readonly string[] {
  const gpus: { readonly number: string; readonly name: string; readonly parts: string[] }[] = []
  for (const line of list.split('\n')) {
    const [, number, name = ''] = /^GPU (\d+):.*\(UUID: ([^)]+)\)/.exec(line) ?? /^GPU (\d+):/.exec(line) ?? []
    const [, part] = /^\s+MIG .*\(UUID: ([^)]+)\)/.exec(line) ?? []
    if (number !== undefined) gpus.push({ number, name, parts: [] })
    else if (part !== undefined) gpus.at(-1)?.parts.push(part)
  }
  const isDivided = gpus.some(({ parts }) => parts.length > 0)
  return gpus.flatMap(({ number, name, parts }) => (parts.length > 0 ? parts : [isDivided ? name : number]))
}

/** What a program prints; nothing if it does not exist or fails. */
async function outputOf(program: string, args: readonly string[], environment: Environment): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(program, args, { env: environment, timeout: LISTING_TIME })
    return stdout
  } catch {
    return ''
  }
}
