/**
 * What it costs to import our doors in Node: with the few files that `exports` gives to Node, and with the many files that
 * bundlers get. `npm run build`, then `npm run bench:import`.
 */
import { execFile } from 'node:child_process'
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from '../../scripts/workspace.mjs'

const execute = promisify(execFile)
const DOORS = ['sweetspot', 'sweetspot/analysis', 'sweetspot/extend', '@sweetspot/core']
/** Processes for each door and way; the median is shown. */
const REPEATS = 15

/** Prints how many files were loaded. */
const COUNT = `
  import { registerHooks } from 'node:module'
  let files = 0
  registerHooks({ load: (url, context, next) => { files += url.startsWith('file:') ? 1 : 0; return next(url, context) } })
  await import(process.argv[1])
  console.log(files)`
/** Prints the milliseconds of the import, in a process of its own and without a hook. */
const TIME = `
  const started = performance.now()
  await import(process.argv[1])
  console.log(performance.now() - started)`

async function numberFrom(script: string, door: string, folder: string): Promise<number> {
  const { stdout } = await execute(process.execPath, ['--input-type=module', '--eval', script, door], { cwd: folder })
  return Number.parseFloat(stdout)
}

/** A folder in which the packages are installed, with or without the files for Node. */
function install(isForNode: boolean): string {
  const folder = mkdtempSync(join(tmpdir(), 'sweetspot-import-'))
  const modules = join(folder, 'node_modules')
  mkdirSync(modules)
  for (const path of globSync('packages/*/package.json', { cwd: root })) {
    const source = join(root, path, '..')
    const manifest = readFileSync(join(source, 'package.json'), 'utf8')
    const { name } = JSON.parse(manifest) as { readonly name: string }
    cpSync(join(source, 'dist'), join(modules, name, 'dist'), { recursive: true })
    const published = isForNode ? manifest : manifest.replaceAll(/"node": "\.\/.*",/g, '')
    writeFileSync(join(modules, name, 'package.json'), published)
  }
  for (const name of ['d3-scale', 'd3-shape', 'kysely', 'better-sqlite3']) {
    symlinkSync(join(root, 'node_modules', name), join(modules, name))
  }
  return folder
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

const folders = { 'one by one': install(false), 'for Node': install(true) }
try {
  console.log('| door | files | files loaded | import, ms |\n| --- | --- | --- | --- |')
  for (const door of DOORS) {
    for (const [way, folder] of Object.entries(folders)) {
      const files = await numberFrom(COUNT, door, folder)
      const times: number[] = []
      for (let i = 0; i < REPEATS; i++) times.push(await numberFrom(TIME, door, folder))
      console.log(`| ${door} | ${way} | ${files} | ${median(times).toFixed(0)} |`)
    }
  }
} finally {
  for (const folder of Object.values(folders)) rmSync(folder, { recursive: true })
}
