/**
 * Paths in this checkout, and functions to run programs. Uses only Node builtins, since it runs before the
 * installation, on any Node from 20.19.
 */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root folder of the checkout. */
export const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * The Node 24 pinned in `devDependencies`: it runs the build, the tests and the examples, whichever Node npm runs on.
 */
export const pinnedNode = join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node')

const OLDEST_NODE = [20, 19]

/** Exits with advice if the current Node is too old to install. */
export function requireNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return
  process.stderr.write(
    `Sweetspot needs Node ${OLDEST_NODE.join('.')} or newer to install; this is Node ${version}.\n` +
      'Install a newer Node (https://nodejs.org) and run the command again.\n',
  )
  process.exit(1)
}

/**
 * The JavaScript file of a command of an installed package.
 *
 * @param {string} name the name of the package
 * @param {string} command the name of the command. Default: the name of the package
 */
export function binaryOf(name, command = name) {
  const folder = join(root, 'node_modules', name)
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return join(folder, typeof bin === 'string' ? bin : bin[command])
}

/**
 * The environment of child processes, with the pinned Node first on the PATH, whether or not npm started this script.
 * For an installation, which replaces the pinned Node, the PATH contains no Node of this checkout.
 *
 * @param {{ installing?: boolean }} options
 */
export function environment({ installing = false } = {}) {
  const name = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH'
  const inherited = (process.env[name] ?? '')
    .split(delimiter)
    .filter((entry) => !entry.startsWith(join(root, 'node_modules')))
  const path = installing ? inherited : [join(root, 'node_modules/.bin'), ...inherited]
  return { ...process.env, [name]: path.join(delimiter) }
}

/**
 * Runs a program to its end and returns its exit code (128 + n if signal n killed it, as in a shell).
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @returns {Promise<number>}
 */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, env: environment(), stdio: 'inherit', ...options })
    const release = passSignals(child)
    child.once('error', (error) => {
      release()
      reject(error)
    })
    child.once('close', (code, signal) => {
      release()
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]))
    })
  })
}

/**
 * Lets the child handle signals. A terminal sends Ctrl-C to the whole group, so the child already has it; without a
 * terminal only this process gets the signal, and forwards it.
 *
 * @param {import('node:child_process').ChildProcess} child
 */
function passSignals(child) {
  const atTerminal = [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY)
  const interrupt = () => {
    if (!atTerminal) child.kill('SIGINT')
  }
  const terminate = () => child.kill('SIGTERM')
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', terminate)
  return () => {
    process.off('SIGINT', interrupt)
    process.off('SIGTERM', terminate)
  }
}

/**
 * Runs the npm that started this script, or the one on the PATH, for an installation: without this checkout's Node, and
 * with all output on stderr.
 *
 * @param {readonly string[]} args
 */
export function npm(args, cwd = root) {
  const env = environment({ installing: true })
  const script = process.env.npm_execpath
  const node = process.env.npm_node_execpath
  /** @type {import('node:child_process').SpawnOptions} */
  const options = { cwd, env, stdio: ['ignore', 2, 2] }
  if (script !== undefined && node !== undefined && /npm-cli\.[cm]?js$/.test(script) && existsSync(script)) {
    return run(node.startsWith(join(root, 'node_modules')) ? 'node' : node, [script, ...args], options)
  }
  return run('npm', args, { ...options, shell: process.platform === 'win32' })
}
