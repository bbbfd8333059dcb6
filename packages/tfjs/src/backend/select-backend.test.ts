import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import * as tf from '@tensorflow/tfjs'
import { type BuildResult, build } from 'esbuild'
import { expect, test } from 'vitest'
import { selectBackend } from './select-backend.ts'

test('selectBackend chooses WASM with our kernels in Node without tfjs-node, and reports the reason', async () => {
  const notices: string[] = []
  const { name, reason } = await selectBackend({ onNotice: (text) => notices.push(text) })
  expect(name).toBe('wasm')
  expect(tf.getBackend()).toBe('wasm')
  expect(reason).toMatch(/tfjs-node.* is not installed/)
  expect(notices).toEqual([`TensorFlow.js computes with WebAssembly (${reason}).`])
  const kernel: tf.KernelConfig | undefined = tf.getKernel('Conv2DBackpropFilter', 'wasm')
  expect(kernel).toBeDefined()
  const gradient = tf.tidy(() =>
    tf
      .grad((x) => tf.matMul(x, x).sum())(
        tf.tensor2d([
          [1, 2],
          [3, 4],
        ]),
      )
      .arraySync(),
  )
  expect(gradient).toEqual([
    [7, 11],
    [9, 13],
  ]) // by hand: row sums of x plus column sums of x
})

test('selectBackend sets the preferred backend, even if another was set before', async () => {
  expect(await selectBackend({ prefer: 'cpu' })).toEqual({ name: 'cpu', reason: 'as preferred' })
  expect(tf.getBackend()).toBe('cpu')
  expect((await selectBackend({ prefer: 'wasm' })).name).toBe('wasm')
  expect(tf.getBackend()).toBe('wasm')
})

test('selectBackend reports a preferred backend that does not load, and sets the next best', async () => {
  const { name, reason } = await selectBackend({ prefer: 'webgpu' })
  expect(name).toBe('wasm')
  expect(reason).toContain('the GPU (WebGPU) is not used: its package is not loaded')
})

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** Bundles `select-backend.ts` and the engine into one file. */
async function bundle(platform: 'node' | 'browser', external: string[]): Promise<BuildResult<{ write: false }>> {
  return build({
    entryPoints: [source('select-backend.ts')],
    bundle: true,
    write: false,
    platform,
    external,
    format: 'esm',
    alias: { '@sweetspot/core': source('../../../core/src/index.ts') },
    logLevel: 'silent',
  })
}

test('selectBackend loads without network, in a separate process', async () => {
  const { outputFiles } = await bundle('node', ['@tensorflow/*'])
  // All network functions are disabled before the backend is loaded.
  const program = `
    const refuse = () => { throw new Error('network') }
    globalThis.fetch = refuse
    for (const name of ['node:http', 'node:https', 'node:net', 'node:tls', 'node:dns']) {
      const module = process.getBuiltinModule(name)
      for (const method of ['request', 'get', 'connect', 'createConnection', 'lookup']) if (method in module) module[method] = refuse
    }
    ${outputFiles[0]?.text ?? ''}
    console.log(JSON.stringify(await selectBackend()))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: source('.'),
  })
  expect(JSON.parse(stdout)).toMatchObject({ name: 'wasm' })
})

test('browser bundles import neither modules of Node nor tfjs-node', async () => {
  const { outputFiles, warnings } = await bundle('browser', ['@tensorflow/tfjs', '@tensorflow/tfjs-backend-wasm'])
  const text = outputFiles[0]?.text ?? ''
  expect(warnings).toEqual([])
  const imports = Array.from(text.matchAll(/(?:\bfrom|\bimport\() ?"([^"]+)"/g), (match) => match[1])
  expect(new Set(imports)).toEqual(new Set(['@tensorflow/tfjs', '@tensorflow/tfjs-backend-wasm']))
})
