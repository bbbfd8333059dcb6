import { checkArgument, invoke, isThenable, messageOf, optionsReader } from '@sweetspot/core'
import * as tf from '@tensorflow/tfjs'
import { tunerError } from '../tuner-error.ts'
import { isNode, nodeBuiltin } from './node-builtin.ts'
import { registerWasmKernels } from './wasm-kernels.ts'

/**
 * A backend of TensorFlow.js: native TensorFlow in Node, the GPU in browsers, WebAssembly or plain JavaScript anywhere.
 */
export type BackendName = 'node' | 'webgpu' | 'webgl' | 'wasm' | 'cpu'

/** Options of {@link selectBackend}. */
export interface SelectBackendOptions {
  /** The backend to try first; if it does not load, the others follow in the usual order. Default: the usual order. */
  readonly prefer?: BackendName
  /**
   * Folder (with a slash at the end) or URL prefix of the `.wasm` files of `@tensorflow/tfjs-backend-wasm`. Browsers
   * need it unless the bundler puts the files beside the script; in Node the installed package is used.
   */
  readonly wasmPath?: string
  /** Called with a sentence about the chosen backend and the reason. */
  readonly onNotice?: (text: string) => void
}

/** The backend in use, and the reason why it was chosen. */
export interface SelectedBackend {
  readonly name: BackendName
  readonly reason: string
}

type Attempt = { readonly loaded: true; readonly how: string } | { readonly loaded: false; readonly why: string }

const TITLES: Record<BackendName, string> = {
  node: 'native TensorFlow (@tensorflow/tfjs-node)',
  webgpu: 'the GPU (WebGPU)',
  webgl: 'the GPU (WebGL)',
  wasm: 'WebAssembly',
  cpu: 'plain JavaScript',
}

/** The names of the backends in TensorFlow.js. */
const registeredNames: Record<BackendName, string> = {
  node: 'tensorflow',
  webgpu: 'webgpu',
  webgl: 'webgl',
  wasm: 'wasm',
  cpu: 'cpu',
}

/**
 * Sets the fastest backend of TensorFlow.js that loads: native TensorFlow in Node if `@tensorflow/tfjs-node` is
 * installed, the GPU in browsers that have one, otherwise WebAssembly if `@tensorflow/tfjs-backend-wasm` is installed
 * (with the kernels of {@link registerWasmKernels}), otherwise plain JavaScript, which is 10 to 100 times slower.
 *
 * Only the `.wasm` file, in browsers, is fetched from the network.
 *
 * @throws SweetspotError `ERR_BACKEND_UNAVAILABLE` if no backend loads, not even plain JavaScript.
 *
 * @example
 * ```ts
 * const { name } = await selectBackend({ onNotice: console.log })
 * ```
 */
export async function selectBackend(options?: SelectBackendOptions): Promise<SelectedBackend> {
  const chosen = checkedOptions(options)
  const usual: BackendName[] = isNode() ? ['node', 'wasm', 'cpu'] : ['webgl', 'wasm', 'cpu']
  // Its package is not our dependency: it is used if the program itself has loaded it.
  if (!isNode() && tf.findBackendFactory('webgpu') !== null) usual.unshift('webgpu')
  const order = chosen.prefer === undefined ? usual : [chosen.prefer, ...usual.filter((name) => name !== chosen.prefer)]
  const obstacles: string[] = []
  for (const name of order) {
    const attempt = await load(name, chosen)
    if (!attempt.loaded) {
      obstacles.push(`${TITLES[name]} is not used: ${attempt.why}`)
      continue
    }
    const reason = [name === chosen.prefer ? 'as preferred' : attempt.how, ...obstacles].join('; ')
    tell(chosen.onNotice, `TensorFlow.js computes with ${TITLES[name]} (${reason}).`)
    return { name, reason }
  }
  throw tunerError('ERR_BACKEND_UNAVAILABLE', `No backend of TensorFlow.js loads: ${obstacles.join('; ')}.`)
}

const readOptions = optionsReader<SelectBackendOptions>('selectBackend', {
  prefer: ['backend', 'name'],
  wasmPath: ['wasmPaths'],
  onNotice: ['notice', 'log'],
})

function checkedOptions(given: SelectBackendOptions | undefined): SelectBackendOptions {
  const options = readOptions(given)
  const { prefer, wasmPath, onNotice } = options
  const isName = prefer === undefined || (typeof prefer === 'string' && Object.hasOwn(TITLES, prefer))
  checkArgument('prefer', prefer, isName, `one of ${Object.keys(TITLES).join(', ')}`)
  checkArgument('wasmPath', wasmPath, wasmPath === undefined || typeof wasmPath === 'string', 'a text')
  checkArgument('onNotice', onNotice, onNotice === undefined || typeof onNotice === 'function', 'a function')
  return options
}

async function load(name: BackendName, options: SelectBackendOptions): Promise<Attempt> {
  try {
    if (name === 'node') await importNodeBackend()
    if (name === 'wasm') await importWasmBackend(options.wasmPath)
    const registered = registeredNames[name]
    if (tf.findBackendFactory(registered) === null) return { loaded: false, why: 'its package is not loaded' }
    if (!(await tf.setBackend(registered))) return { loaded: false, why: NO_START[name] ?? 'it does not start here' }
    await tf.ready()
    if (name === 'webgl' && options.prefer !== 'webgl') {
      const renderer = softwareRenderer()
      if (renderer !== undefined) return { loaded: false, why: `there is no GPU, only ${renderer}` }
    }
    return { loaded: true, how: HOW[name] }
  } catch (error) {
    return { loaded: false, why: firstLine(messageOf(error)) }
  }
}

/** Advice if a backend is installed but does not start. */
const NO_START: Partial<Record<BackendName, string>> = {
  wasm: 'its .wasm file was not found or did not start; pass its folder as `wasmPath`',
}

/** Reasons for choosing a backend that was not preferred. */
const HOW: Record<BackendName, string> = {
  node: 'the fastest in Node',
  webgpu: 'the fastest in this browser',
  webgl: 'the fastest in this browser',
  wasm: 'the fastest that loads here',
  cpu: 'always available, but 10 to 100 times slower than WebAssembly',
}

async function importNodeBackend(): Promise<void> {
  if (tf.findBackendFactory('tensorflow') !== null) return
  // The name is a variable, so that bundlers for browsers do not resolve the package.
  const specifier: string = '@tensorflow/tfjs-node'
  await import(/* @vite-ignore */ /* webpackIgnore: true */ specifier).catch((error: unknown) => {
    throw isNotFound(error) ? new Error('it is not installed', { cause: error }) : error
  })
}

async function importWasmBackend(path: string | undefined): Promise<void> {
  try {
    const wasm = await import('@tensorflow/tfjs-backend-wasm')
    registerWasmKernels()
    const folder = path ?? (isNode() ? installedFolder() : undefined)
    if (folder !== undefined && tf.getBackend() !== 'wasm') wasm.setWasmPaths(folder)
  } catch (error) {
    throw isNotFound(error) ? new Error('@tensorflow/tfjs-backend-wasm is not installed', { cause: error }) : error
  }
}

/**
 * The folder of the `.wasm` files in `node_modules`; undefined in a bundle, where the backend looks beside its script.
 */
function installedFolder(): string | undefined {
  try {
    const { createRequire } = nodeBuiltin('node:module')
    const { dirname, sep } = nodeBuiltin('node:path')
    return dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')) + sep
  } catch {
    return undefined
  }
}

/** The name of the software renderer if there is no GPU: far slower than WebAssembly. */
function softwareRenderer(): string | undefined {
  const backend: unknown = tf.backend()
  const { gl } = (backend as { gpgpu: { gl: WebGLRenderingContext } }).gpgpu
  const info = gl.getExtension('WEBGL_debug_renderer_info')
  const renderer: unknown = info === null ? '' : gl.getParameter(info.UNMASKED_RENDERER_WEBGL)
  return typeof renderer === 'string' && /swiftshader|llvmpipe|softpipe|software/i.test(renderer) ? renderer : undefined
}

/** Whether an import failed because the package is missing, by the messages of Node and bundlers. */
function isNotFound(error: unknown): boolean {
  return /cannot find (package|module)|could not resolve|failed to resolve/i.test(messageOf(error))
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? ''
}

function tell(onNotice: SelectBackendOptions['onNotice'], text: string): void {
  const answer: unknown = invoke('the function onNotice', () => onNotice?.(text))
  if (isThenable(answer)) Promise.resolve(answer).catch(() => {})
}
