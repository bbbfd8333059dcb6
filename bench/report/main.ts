/**
 * Writes the results of the benchmarks to docs/benchmarks.md, and the figures to docs/public/pictures:
 *
 * `npm run bench:report -- [--regret [TITLE=]a.json,b.json … [--first SYSTEM]] [--speed s.json] [--kernels k.json]`
 *
 * Each `--regret` is a separate comparison, so that slow peers with few seeds do not limit the others. Parts of the
 * page without a file do not change.
 */
import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { SweetspotError } from 'sweetspot'
import type { KernelResults } from '../kernels/results.ts'
import { readResults } from '../regret/results-file.ts'
import type { SpeedResults } from '../speed/results.ts'
import { kernelsPart } from './kernels-part.ts'
import { withMeasuredPart } from './measured-part.ts'
import { regretPart } from './regret-part.ts'
import { bookkeepingPart, suggestionsPart } from './speed-part.ts'

const PAGE = new URL('../../docs/benchmarks.md', import.meta.url)
const PICTURES = new URL('../../docs/public/pictures/', import.meta.url)

try {
  report()
} catch (error) {
  if (!(error instanceof SweetspotError)) throw error
  console.error(error.message)
  process.exitCode = 2
}

function report(): void {
  const { values } = parseArgs({
    options: {
      regret: { type: 'string', multiple: true },
      first: { type: 'string' },
      speed: { type: 'string' },
      kernels: { type: 'string' },
    },
  })
  let page = readFileSync(PAGE, 'utf8')
  const write = (name: string, content: string) => {
    page = withMeasuredPart(page, name, content)
    console.log(`${name}: written`)
  }
  if (values.regret !== undefined) {
    const parts = values.regret.map((given, index) => {
      const [, title, files] = /^(?:(.*)=)?(.*)$/s.exec(given) as unknown as [string, string | undefined, string]
      const suffix = index === 0 ? '' : `-${index + 1}`
      return regretPart(files.split(',').map(readResults), { first: values.first, title, suffix })
    })
    write('regret', parts.map(({ markdown }) => markdown).join('\n\n'))
    for (const old of globSync('benchmark-*.svg', { cwd: PICTURES })) rmSync(new URL(old, PICTURES))
    for (const { pictures } of parts) {
      for (const [file, svg] of Object.entries(pictures)) writeFileSync(new URL(file, PICTURES), svg)
    }
  }
  if (values.speed !== undefined) {
    const results = read(values.speed, 'speed') as SpeedResults
    write('suggestions', suggestionsPart(results))
    write('bookkeeping', bookkeepingPart(results))
  }
  if (values.kernels !== undefined) write('kernels', kernelsPart(read(values.kernels, 'kernels') as KernelResults))
  writeFileSync(PAGE, page)
}

/** Reads a results file of the given kind, in format 1. */
function read(file: string, kind: string): unknown {
  let content: { readonly kind?: unknown; readonly format?: unknown }
  try {
    content = JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new SweetspotError('ERR_INVALID_ARGUMENT', `${file} cannot be read as JSON.`, { cause })
  }
  if (content?.kind === kind && content.format === 1) return content
  throw new SweetspotError('ERR_INVALID_ARGUMENT', `${file} does not contain results of bench:${kind} in format 1.`)
}
