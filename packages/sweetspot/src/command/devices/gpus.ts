import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { SweetspotError } from '@sweetspot/core'

type Environment = { readonly [name: string]: string | undefined }

/** Milliseconds after which a program that lists devices is given up. */
const LISTING_TIME = 10_000

/**
 * The identifiers of the devices that trials share, for `CUDA_VISIBLE_DEVICES` and `HIP_VISIBLE_DEVICES`.
 *
 * If one of these variables limits this process, `gpus` counts the devices that it names, and `auto` means all of them.
 *
 * @param gpus - Numbers of devices, or `auto` for all that `nvidia-smi` or `rocm-smi` lists.
 * @param environment - The variables of this process, with the PATH on which the programs are found.
 * @throws ERR_NO_DEVICES if none is found, or if a number is that of no visible device
 */
export async function visibleGpus(
  gpus: readonly number[] | 'auto',
  environment: Environment,
): Promise<readonly string[]> {
  const inherited = inheritedDevices(environment)
  if (gpus === 'auto') {
    const found = inherited?.ids ?? (await listedDevices(environment))
    if (found.length > 0) return found
    throw new SweetspotError(
      'ERR_NO_DEVICES',
      inherited
        ? `The variable ${inherited.variable} of this process hides all devices.`
        : 'No GPU was found: neither nvidia-smi nor rocm-smi lists one.',
    )
  }
  if (!inherited) return gpus.map(String)
  return gpus.map((number) => {
    const id = inherited.ids[number]
    if (id !== undefined) return id
    throw new SweetspotError(
      'ERR_NO_DEVICES',
      `The device ${number} is not visible: ${inherited.variable} of this process names ${inherited.ids.length} devices, which count from 0.`,
    )
  })
}

/** The variables that show a trial its devices. */
export const gpuEnvironment = (ids: readonly string[]) => ({
  CUDA_VISIBLE_DEVICES: ids.join(),
  HIP_VISIBLE_DEVICES: ids.join(),
})

function inheritedDevices(environment: Environment) {
  for (const variable of ['CUDA_VISIBLE_DEVICES', 'HIP_VISIBLE_DEVICES']) {
    const text = environment[variable]
    if (text === undefined) continue
    const ids = text.split(',').map((id) => id.trim())
    // CUDA ignores all that follows an invalid device, such as -1.
    const end = ids.findIndex((id) => id === '' || id.startsWith('-') || id === 'NoDevFiles')
    return { variable, ids: end < 0 ? ids : ids.slice(0, end) }
  }
  return undefined
}

async function listedDevices(environment: Environment): Promise<readonly string[]> {
  const nvidia = await outputOf('nvidia-smi', ['-L'], environment)
  const cuda = [...nvidia.matchAll(/^GPU (\d+):/gm)].map(([, id = '']) => id)
  if (cuda.length > 0) return cuda
  const rocm = await outputOf('rocm-smi', ['--showid'], environment)
  return [...new Set([...rocm.matchAll(/^GPU\[(\d+)\]/gm)].map(([, id = '']) => id))]
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
