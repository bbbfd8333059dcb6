/**
 * Makes the Python environments of the peers, and checks that each of them works.
 *
 * `npm run bench:peers [-- --into DIR] [-- --python PATH]`; DIR/bin/python then serves every peer.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: { into: { type: 'string', default: here('.venv') }, python: { type: 'string', default: 'python3' } },
})

makeEnvironment(values.into, here('requirements.txt'))
// Peers that do not get on with the others; serve.py finds them from the main environment.
for (const name of ['hebo']) makeEnvironment(join(values.into, 'environments', name), here(`requirements-${name}.txt`))
console.log('\nEach peer on a tiny problem:')
run(python(values.into), [here('check.py')])

function makeEnvironment(directory: string, requirements: string): void {
  console.log(`\n${directory}: what ${requirements} asks for`)
  run(values.python, ['-m', 'venv', directory])
  // The pip of some Pythons is too old to find versions that get on with each other.
  run(python(directory), ['-m', 'pip', 'install', '--disable-pip-version-check', 'pip==26.3'])
  run(python(directory), ['-m', 'pip', 'install', '-r', requirements])
}

function python(directory: string): string {
  return process.platform === 'win32' ? join(directory, 'Scripts', 'python.exe') : join(directory, 'bin', 'python')
}

function here(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url))
}

/** Runs a command whose output is the progress; ends the process where it fails. */
function run(command: string, args: readonly string[]): void {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' })
  if (error)
    console.error(`${command} could not be run (${error.message}); --python takes another Python, 3.11 or newer`)
  if (status !== 0) process.exit(status ?? 1)
}
