import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

const root = new URL('../../', import.meta.url).pathname
const folder = join(root, 'node_modules/.cache/sweetspot-faults')

/** The library that makes calls fail. */
export const library = join(folder, 'io-faults.so')

/** Compiles the library, which needs a C compiler. */
export function setup(): void {
  mkdirSync(folder, { recursive: true })
  const source = join(import.meta.dirname, 'io-faults.c')
  execFileSync('cc', ['-shared', '-fPIC', '-O1', '-Wall', '-o', library, source, '-ldl'], { stdio: 'inherit' })
}
