/** Bundles a library with the settings of the trial, and prints the size and the time of it. */
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const settings = JSON.parse(readFileSync(process.argv[2] ?? 'params.json', 'utf8'))
const bundle = () =>
  build({
    stdin: { contents: "export { parse } from 'yaml'", resolveDir: import.meta.dirname },
    bundle: true,
    format: 'esm',
    write: false,
    ...settings,
  })
await bundle()
const started = performance.now()
const { outputFiles = [] } = await bundle()
const milliseconds = performance.now() - started
console.log(JSON.stringify({ bytes: gzipSync(outputFiles[0]?.contents ?? '').length, milliseconds }))
