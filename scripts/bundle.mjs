/**
 * Writes `dist/node` of each package: what `dist` has, in a few files. Node, which reads file by file, starts faster by
 * it; the `exports` of the packages give it to Node only. Bundlers get the many files of `dist`, of which they leave out
 * what is not used.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './workspace.mjs'

/** What comes first in each file. */
const BANNER = '// The files of ../ in one, for Node; notices of copyright stand in those.'

/**
 * Replaces `lazy-x.js` by `x.js`, which has the same exports. A part that is loaded on demand would split all other files
 * as well, and Node takes longer to read several than to read more.
 *
 * @type {import('esbuild').Plugin}
 */
const EAGER = {
  name: 'eager',
  setup(build) {
    build.onResolve({ filter: /\/lazy-[\w-]+\.js$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.replace('/lazy-', '/')),
    }))
  },
}

/**
 * Brings the bundles up to date. Files that are right already are not touched.
 *
 * @returns {Promise<number>} how many files were written or removed
 */
export async function bundle() {
  let changed = 0
  for (const name of readdirSync(join(root, 'packages'))) {
    const folder = join(root, 'packages', name)
    if (!existsSync(join(folder, 'package.json'))) continue
    const { exports, imports = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    // Beside what others import: the programs that a package starts.
    const doors = Object.values({ ...exports, ...imports }).filter(
      (door) => typeof door === 'object' && door.node !== undefined,
    )
    const out = join(folder, 'dist/node')
    if (doors.length === 0) {
      changed += writeChanged(out, new Map())
      continue
    }
    // Not installed yet when the first `npm start` begins.
    const { build } = await import('esbuild')
    const { outputFiles } = await build({
      absWorkingDir: folder,
      entryPoints: doors.map(({ node, default: file }) => ({
        in: file,
        out: relative('./dist/node', node).replace(/\.js$/, ''),
      })),
      outdir: out,
      chunkNames: 'chunks/[name]-[hash]',
      bundle: true,
      splitting: true,
      packages: 'external',
      // The paths of this checkout would put the engine into each package: its classes would be several.
      tsconfigRaw: {},
      format: 'esm',
      platform: 'node',
      target: 'es2024',
      banner: { js: BANNER },
      plugins: [EAGER],
      write: false,
    })
    const program = existsSync(join(folder, PROGRAM)) ? await bundleProgram(folder) : []
    changed += writeChanged(out, new Map([...outputFiles, ...program].map(({ path, text }) => [path, text])))
  }
  return changed
}

/** The entry of a package's program, as compiled. */
const PROGRAM = 'dist/cli/main.js'

/** What the program loads at each start: a part of each of these packages, which have hundreds of files. */
const INLINED = ['@sweetspot/core', 'commander', 'kysely']

/**
 * Files that hold a module with all it imports. Node takes a millisecond or more for each file; without these groups a
 * command would load sixty files, one for each set of commands that have a module in common.
 *
 * @type {import('rolldown').CodeSplittingGroup[]}
 */
const GROUPS = [
  { name: 'start', test: /[\\/]dist[\\/]cli[\\/](?:command-line|help[\\/]print-help)\.js$/, priority: 2 },
  {
    name: 'commands',
    test: /[\\/]dist[\\/](?:cli[\\/]run-command|storage[\\/](?:open-sqlite-file|sqlite-journal|sqlite-checkpoints|process-presence)|.*[\\/]checkpoint-format)\.js$/,
    priority: 1,
  },
]

/**
 * Bundles the program of a package with what it loads at each start. Commands that need more are files that are loaded
 * when they run.
 *
 * @param {string} folder
 */
async function bundleProgram(folder) {
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const external = Object.keys(dependencies).filter((name) => !INLINED.includes(name))
  // esbuild cannot group modules into files.
  const { rolldown } = await import('rolldown')
  const program = await rolldown({
    cwd: folder,
    input: { cli: `./${PROGRAM}` },
    external: (id) => external.some((name) => id === name || id.startsWith(`${name}/`)),
    platform: 'node',
    preserveEntrySignatures: false,
    plugins: [directImports(join(root, 'packages/core/dist'))],
    tsconfig: false,
    // Modules that some import on demand come with the file of others that need them at once.
    checks: { ineffectiveDynamicImport: false },
  })
  const { output } = await program.generate({
    format: 'es',
    chunkFileNames: 'cli/[name]-[hash].js',
    codeSplitting: { groups: GROUPS },
    minify: { compress: false, mangle: false },
  })
  await program.close()
  return output.flatMap((file) =>
    file.type === 'chunk'
      ? [{ path: join(folder, 'dist/node', file.fileName), text: `${file.code}${licencesOf(file.moduleIds)}` }]
      : [],
  )
}

/**
 * Imports names of the engine from the modules that define them: its doors come in one file for Node, with modules that
 * only some commands use.
 *
 * @param {string} core the compiled engine
 * @returns {import('rolldown').Plugin}
 */
function directImports(core) {
  /** @type {Map<string, string>} */
  const modules = new Map()
  for (const door of ['random.js', 'index.js']) {
    const text = readFileSync(join(core, door), 'utf8')
    for (const [, names = '', module = ''] of text.matchAll(/^export \{([^}]*)\} from '([^']+)'/gm)) {
      for (const name of listed(names)) modules.set(`${door} ${name}`, join(core, module))
    }
  }
  return {
    name: 'direct-imports',
    load: {
      filter: { id: /[\\/]sweetspot[\\/]dist[\\/].*\.js$/ },
      handler: (path) =>
        readFileSync(path, 'utf8').replaceAll(
          /^(import|export) \{([^}]*)\} from '@sweetspot\/core(\/random)?';/gm,
          (_, kind, names, random) =>
            listed(names)
              .map((name) => {
                const [from = ''] = name.split(' as ')
                const module = modules.get(`${random ? 'random' : 'index'}.js ${from}`)
                if (module === undefined) throw new Error(`${path} imports ${from}, which @sweetspot/core lacks`)
                return `${kind} { ${name} } from ${JSON.stringify(module)};`
              })
              .join(' '),
        ),
    },
  }
}

/** @param {string} names the names between the braces of an import or export */
const listed = (names) =>
  names
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')

/**
 * The licences of the packages of others in a file, as a comment.
 *
 * @param {readonly string[]} inputs
 */
function licencesOf(inputs) {
  const packages = new Set(
    inputs.flatMap(
      (input) => /^(?<path>.*node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(input)?.groups?.path ?? [],
    ),
  )
  return [...packages]
    .map((path) => {
      const licence = readFileSync(join(path, 'LICENSE'), 'utf8').trim().replaceAll('*/', '* /')
      return `/*\nContains code of ${path.replace(/.*node_modules[\\/]/, '').replaceAll('\\', '/')}:\n\n${licence}\n*/\n`
    })
    .join('')
}

/**
 * Writes the files of a folder that changed, chunks before the files that import them, and removes all others. Each file
 * appears at once: programs that start meanwhile read the old content or the new one.
 *
 * @param {string} folder
 * @param {ReadonlyMap<string, string>} files all that it is to hold, by path
 */
function writeChanged(folder, files) {
  let changed = 0
  const order = (/** @type {string} */ path) => (dirname(path) === folder ? 1 : 0)
  const ordered = [...files].sort(([one], [other]) => order(one) - order(other))
  for (const [path, text] of ordered) {
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue
    mkdirSync(dirname(path), { recursive: true })
    const temporary = `${path}.${process.pid}.tmp`
    writeFileSync(temporary, text)
    renameSync(temporary, path)
    changed++
  }
  const present = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : []
  for (const file of present) {
    if (!file.endsWith('.js') || files.has(join(folder, file))) continue
    rmSync(join(folder, file))
    changed++
  }
  return changed
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await bundle()
