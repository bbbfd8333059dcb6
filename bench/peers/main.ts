/**
 * Creates the Python environments of the peers, and checks that each peer works.
 *
 * `npm run bench:peers [-- --into DIR] [-- --python PATH]`; DIR/bin/python then serves every peer.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

/** Peers with conflicting dependencies, each with its own requirements; serve.py finds their environments. */
const APART = ['hebo']

const { values } = parseArgs({
  options: { into: { type: 'string', default: here('.venv') }, python: { type: 'string', default: 'python3' } },
})
const python = join(values.into, 'bin', 'python')

if (!makeEnvironment(values.into, 'requirements.txt')) process.exit(1)
for (const name of APART) {
  if (!makeEnvironment(join(values.into, 'environments', name), `requirements-${name}.txt`)) {
    console.error(`${name} could not be installed: see the messages of pip above. The other peers work without it.`)
  }
}
console.log('\nTests of the code that all peers share:')
const shared = run(python, ['-m', 'unittest', 'discover', '--start-directory', here('.')])
console.log('\nEach peer on a tiny problem:')
const checked = run(python, [here('check.py')])
process.exitCode = shared && checked ? 0 : 1

/** Creates an environment; returns false if it fails, after pip has printed the reason. */
function makeEnvironment(directory: string, requirements: string): boolean {
  console.log(`\n${directory}: installing ${requirements}`)
  const install = (...what: string[]) =>
    run(join(directory, 'bin', 'python'), ['-m', 'pip', '--disable-pip-version-check', 'install', ...what])
  // The pip of some Pythons is too old to resolve compatible versions.
  return run(values.python, ['-m', 'venv', directory]) && install('pip==26.3') && install('-r', here(requirements))
}

function here(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url))
}

/** Runs a command with visible output; returns whether it succeeded. */
function run(command: string, args: readonly string[]): boolean {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' })
  if (error)
    console.error(`${command} could not be run (${error.message}). Pass another Python, 3.11 or newer, with --python.`)
  return status === 0
}
