/**
 * Makes the Python environments of the peers, and checks that each of them works.
 *
 * `npm run bench:peers [-- --into DIR] [-- --python PATH]`; DIR/bin/python then serves every peer.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

/** Peers that do not get on with the others, each with requirements of its own; serve.py finds their environments. */
const APART = ['hebo']

const { values } = parseArgs({
  options: { into: { type: 'string', default: here('.venv') }, python: { type: 'string', default: 'python3' } },
})
const python = join(values.into, 'bin', 'python')

if (!makeEnvironment(values.into, 'requirements.txt')) process.exit(1)
for (const name of APART) {
  if (!makeEnvironment(join(values.into, 'environments', name), `requirements-${name}.txt`)) {
    console.error(`${name} could not be installed: what pip says is above. The others can be used without it.`)
  }
}
console.log('\nWhat all peers share:')
const shared = run(python, ['-m', 'unittest', 'discover', '--start-directory', here('.')])
console.log('\nEach peer on a tiny problem:')
const checked = run(python, [here('check.py')])
process.exitCode = shared && checked ? 0 : 1

/** False where it cannot be made, and pip has said why. */
function makeEnvironment(directory: string, requirements: string): boolean {
  console.log(`\n${directory}: what ${requirements} asks for`)
  const install = (...what: string[]) =>
    run(join(directory, 'bin', 'python'), ['-m', 'pip', '--disable-pip-version-check', 'install', ...what])
  // The pip of some Pythons is too old to find versions that get on with each other.
  return run(values.python, ['-m', 'venv', directory]) && install('pip==26.3') && install('-r', here(requirements))
}

function here(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url))
}

/** Runs a command whose output is the progress; whether it went well. */
function run(command: string, args: readonly string[]): boolean {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' })
  if (error) console.error(`${command} could not be run (${error.message}). --python takes another, 3.11 or newer.`)
  return status === 0
}
