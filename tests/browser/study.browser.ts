import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type InstalledFolder, installPacked } from '../packed/install-packages.ts'
import type * as Program from './page.ts'

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'

let installed: InstalledFolder
let browser: Browser
let page: Page
const complaints: string[] = []

/** Bundles `page.ts` with the packed packages, like the bundler of an application. */
async function bundle(): Promise<string> {
  const result = await build({
    stdin: {
      contents: readFileSync(join(import.meta.dirname, 'page.ts'), 'utf8'),
      loader: 'ts',
      resolveDir: installed.path,
    },
    bundle: true,
    format: 'iife',
    globalName: 'program',
    platform: 'browser',
    target: 'es2023',
    write: false,
    logLevel: 'error',
  })
  return result.outputFiles[0]?.text ?? ''
}

beforeAll(async () => {
  if (!existsSync(CHROMIUM)) throw new Error(`no browser at ${CHROMIUM}: install Chromium, or set CHROMIUM_PATH`)
  installed = await installPacked()
  browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  page = await browser.newPage()
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('request', (request) => complaints.push(`requested ${request.url()}`))
  await page.setContent('<!doctype html><title>Sweetspot</title>')
  await page.addScriptTag({ content: await bundle() })
})

afterAll(async () => {
  await browser?.close()
  await installed?.[Symbol.asyncDispose]()
})

/** Calls a function of `page.ts` in a page. */
function inPage<Name extends keyof typeof Program>(
  name: Name,
  where = page,
): Promise<Awaited<ReturnType<(typeof Program)[Name]>>> {
  return where.evaluate(`program.${String(name)}()`)
}

describe('in Chromium', () => {
  it('a Bayesian study finds the minimum of a function', async () => {
    const { trials, best } = await inPage('bayesianStudy')
    expect(trials).toBe(25)
    expect(best.value).toBeLessThan(0.2)
    expect(Math.abs(best.params.x - 2)).toBeLessThan(0.5)
  })

  it('the kernels run in WebAssembly', async () => {
    expect(await inPage('kernels')).toEqual(['plain', 'wasm'])
  })

  it('a page whose security policy forbids WebAssembly searches without it', async () => {
    const strict = await browser.newPage()
    await strict.setContent(
      `<!doctype html><meta http-equiv="Content-Security-Policy" content="script-src 'unsafe-inline'"><title>Strict</title>`,
    )
    await strict.addScriptTag({ content: await bundle() })
    await expect(inPage('kernels', strict)).rejects.toThrow('WebAssembly')
    expect((await inPage('bayesianStudy', strict)).best.value).toBeLessThan(0.2)
    await strict.close()
  })

  it('random trials equal those of Node, digit for digit', async () => {
    const { randomStudy } = await import('./page.ts')
    expect(await inPage('randomStudy')).toEqual(await randomStudy())
  })

  it('a tuner trains a TensorFlow.js model', async () => {
    const { best, trials } = await inPage('tunedModel')
    expect(trials).toBe(2)
    expect(best).toHaveProperty('units')
  })

  it('there were no other errors, and no requests to the network', () => {
    expect(complaints).toEqual([])
  })
})
