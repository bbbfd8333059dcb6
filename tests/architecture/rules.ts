import { COMPUTED_IMPORTS, WILDCARDS } from './exceptions.ts'
import { importsOf, maskStrings } from './imports.ts'

/** A source file: its path from the root of the checkout, with `/`, and its text. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

/** The imports that a package's manifest allows. */
export interface Manifest {
  readonly name: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

/**
 * The rooms of `packages/core/src`, lowest rank first. A file may import only its own room and rooms of earlier rows. A
 * room that is not listed is a violation, so that each new room gets an explicit rank.
 */
export const RANKS: readonly (readonly string[])[] = [
  ['errors'],
  ['math', 'arguments'],
  ['space'],
  ['trial'],
  ['journal'],
  // Fronts are functions of the journal's snapshot.
  ['pareto'],
  ['surrogates', 'density'],
  ['models'],
  ['acquisition', 'pruners', 'schedulers', 'stopping'],
  ['samplers', 'analysis'],
  ['study'],
  ['problems'],
  ['testing'],
  // Doors.
  ['index', 'random'],
]

/** The rooms of `packages/sweetspot/src`, likewise. */
export const SWEETSPOT_RANKS: readonly (readonly string[])[] = [
  ['product-error'],
  ['text', 'storage'],
  ['terminal', 'plots'],
  ['artifacts', 'backup-studies', 'create-study', 'salvage-studies'],
  ['stored-studies'],
  ['executors'],
  ['command'],
  ['sweep'],
  ['interchange'],
  // Doors.
  ['index', 'analysis', 'extend', 'random', 'testing', 'trial'],
  // The program, which no door may load.
  ['cli'],
]

/** The allowed imports between our packages. */
const DIRECTIONS: Readonly<Record<string, readonly string[]>> = {
  '@sweetspot/core': [],
  sweetspot: ['@sweetspot/core'],
  '@sweetspot/tfjs': ['@sweetspot/core', 'sweetspot'],
}

const CORE = 'packages/core/src/'
const SWEETSPOT = 'packages/sweetspot/src/'
const LONGEST_FILE = 300
const HIDING = /^(?:utils?|helpers?|common|misc|managers?|base|services?|types)$/

/** All violations of the import rules, one line each: `path:line message`. */
export function importViolations(
  files: readonly SourceFile[],
  manifests: Readonly<Record<string, Manifest>>,
): string[] {
  return files.flatMap((file) =>
    importsOf(file.text).flatMap(({ specifier, line, wildcard }) => {
      const found = [
        ...coreViolations(file.path, specifier),
        ...sweetspotViolations(file.path, specifier),
        ...packageViolations(file.path, specifier, manifests),
        ...(wildcard && WILDCARDS[file.path]?.module !== specifier
          ? ['exports everything of another module: name what is public']
          : []),
      ]
      return found.map((what) => `${file.path}:${line} ${what}`)
    }),
  )
}

function coreViolations(path: string, specifier: string): string[] {
  if (!path.startsWith(CORE)) return []
  if (!specifier.startsWith('.')) return [`the core imports '${specifier}': it depends on nothing`]
  return rankViolations(path, specifier, CORE, RANKS)
}

function sweetspotViolations(path: string, specifier: string): string[] {
  if (!path.startsWith(SWEETSPOT) || !specifier.startsWith('.')) return []
  return rankViolations(path, specifier, SWEETSPOT, SWEETSPOT_RANKS)
}

function rankViolations(
  path: string,
  specifier: string,
  folder: string,
  ranks: readonly (readonly string[])[],
): string[] {
  const from = roomOf(path, folder)
  const target = resolve(path, specifier)
  if (!target.startsWith(folder)) return []
  const to = roomOf(target, folder)
  const [own, theirs] = [rankOf(from, ranks), rankOf(to, ranks)]
  if (own < 0) return [`the room '${from}' has no rank: give it one in tests/architecture/rules.ts`]
  if (theirs < 0) return [`imports the room '${to}', which has no rank`]
  if (from === to || theirs < own) return []
  return [`${from} (rank ${own}) imports ${to} (rank ${theirs}): only lower ranks are allowed`]
}

function packageViolations(path: string, specifier: string, manifests: Readonly<Record<string, Manifest>>): string[] {
  const folder = path.split('/').slice(0, 2).join('/')
  const manifest = manifests[folder]
  if (specifier.startsWith('.')) {
    const target = resolve(path, specifier)
    if (manifest !== undefined) {
      return target.startsWith(`${folder}/src/`) ? [] : [`imports ${target}: a package imports others by name`]
    }
    return /^packages\/[^/]+\/(?:src|dist)\//.test(target) ? [`imports ${target}: import the package by name`] : []
  }
  if (manifest === undefined || path.startsWith(CORE) || specifier.startsWith('node:')) return []
  if (specifier === '(computed)') {
    return path in COMPUTED_IMPORTS
      ? []
      : ['imports a module whose name is computed, without a reason in exceptions.ts']
  }
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
  const allowed = DIRECTIONS[manifest.name]
  if (allowed === undefined)
    return [`the package ${manifest.name} has no row in DIRECTIONS: add one in tests/architecture/rules.ts`]
  if (name in DIRECTIONS && !allowed.includes(name)) return [`${manifest.name} must not depend on ${name}`]
  const declared = name in { ...manifest.dependencies, ...manifest.peerDependencies }
  return declared ? [] : [`imports '${name}', which package.json does not declare`]
}

/** The first folder below `folder`, or the file's own name for files without a folder. */
function roomOf(path: string, folder: string): string {
  return (path.slice(folder.length).split('/')[0] ?? '').replace(/\.ts$/, '')
}

function rankOf(room: string, ranks: readonly (readonly string[])[]): number {
  return ranks.findIndex((rooms) => rooms.includes(room))
}

/** Resolves a relative specifier of a file. */
export function resolve(from: string, specifier: string): string {
  const parts = from.split('/').slice(0, -1)
  for (const part of specifier.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}

/** Files that are too long without a reason, and reasons without such a file. */
export function lengthViolations(files: readonly SourceFile[], reasons: Readonly<Record<string, string>>): string[] {
  const long = files
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > LONGEST_FILE)
  const missing = long
    .filter(({ path }) => (reasons[path] ?? '').length < 20)
    .map(
      ({ path, lines }) => `${path}:${lines} is longer than ${LONGEST_FILE} lines, without a reason in exceptions.ts`,
    )
  const stale = Object.keys(reasons)
    .filter((path) => !long.some((file) => file.path === path))
    .map((path) => `tests/architecture/exceptions.ts lists ${path}, which is not long any more`)
  return [...missing, ...stale]
}

/** Default exports, and vague names of files, folders and exports. */
export function nameViolations(files: readonly SourceFile[], reasons: Readonly<Record<string, string>>): string[] {
  return files.flatMap(({ path, text }) => {
    const { code } = maskStrings(text)
    const found: string[] = []
    if (/(?<![\w$.])export\s+default\b|\bas\s+default\b/.test(code)) found.push('has a default export')
    for (const part of path.replace(/\.ts$/, '').split('/').slice(1)) {
      if (!/^[a-z0-9]+(?:[-.][a-z0-9]+)*$/.test(part)) found.push(`'${part}' is not kebab-case`)
      for (const word of part.split(/[-.]/)) if (HIDING.test(word)) found.push(`the name '${part}' is vague`)
    }
    for (const match of code.matchAll(
      /(?<![\w$.])export\s+(?:async\s+)?(?:const|function\*?|class|interface|type)\s+(\w+)/g,
    )) {
      const name = match[1] ?? ''
      const words = name.split(/(?=[A-Z])|_/).map((word) => word.toLowerCase())
      if (words.some((word) => HIDING.test(word))) found.push(`the export '${name}' is vague`)
    }
    return reasons[path] === undefined ? found.map((what) => `${path} ${what}`) : []
  })
}
