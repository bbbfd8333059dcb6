import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = new URL('../../', import.meta.url).pathname
const requirements = join(root, 'tests/python/requirements.txt')
const folder = join(root, 'node_modules/.cache/sweetspot-python')

/** The interpreter of the tests' own Python environment. */
export const python = join(folder, 'bin/python')

/** Creates the Python environment, unless it already has the required packages. */
export function setup(): void {
  const text = readFileSync(requirements, 'utf8')
  const digest = createHash('sha256').update(text).digest('hex')
  const stamp = join(folder, 'requirements.sha256')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return
  rmSync(folder, { recursive: true, force: true })
  execFileSync('python3', ['-m', 'venv', folder], { stdio: 'inherit' })
  execFileSync(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements], {
    stdio: 'inherit',
  })
  writeFileSync(stamp, digest)
}
