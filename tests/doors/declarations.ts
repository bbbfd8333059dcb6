import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isConstructorDeclaration, isExportSpecifier, isIdentifier, type Node } from 'typescript/unstable/ast'
import { API, type Checker, type Project, type Symbol, SymbolFlags } from 'typescript/unstable/sync'

const TYPES = SymbolFlags.Interface | SymbolFlags.TypeAlias | SymbolFlags.Class | SymbolFlags.Enum

/** A type that an export mentions, and the file that declares it. */
export interface Mention {
  /** The export whose declaration mentions the type. */
  readonly by: string
  readonly type: string
  readonly declaredIn: string
}

/** The exports of a declaration file, as the compiler sees them. */
export interface Exports {
  readonly names: readonly string[]
  /** Whether the file exports this type, under any name. */
  has(mention: Mention): boolean
  /** The types declared in `folder` that the exports mention. */
  readonly mentions: readonly Mention[]
}

/**
 * Reads the exports of declaration files with the compiler.
 *
 * @param folder - Types declared outside it, or by packages installed in it, are ignored.
 */
export function readDeclarations(files: readonly string[], folder: string): Map<string, Exports> {
  const temporary = mkdtempSync(join(tmpdir(), 'sweetspot-declarations-'))
  const config = join(temporary, 'tsconfig.json')
  const compilerOptions = {
    noEmit: true,
    strict: true,
    target: 'es2024',
    lib: ['es2024', 'esnext.disposable', 'dom'],
    module: 'nodenext',
    skipLibCheck: true,
    types: [],
  }
  writeFileSync(config, JSON.stringify({ compilerOptions, files }))
  const api = new API({ cwd: temporary })
  try {
    const project = api.updateSnapshot({ openProjects: [config] }).getProject(config)
    if (project === undefined) throw new Error('The compiler opened no project.')
    return new Map(files.map((file) => [file, exportsOf(file, project, realpathSync(folder))]))
  } finally {
    api.close()
    rmSync(temporary, { recursive: true })
  }
}

function exportsOf(file: string, project: Project, folder: string): Exports {
  const { checker, program } = project
  const source = program.getSourceFile(file)
  const module = source && checker.getSymbolAtLocation(source)
  if (module === undefined) throw new Error(`${file} is not a declaration module: run npm run build first.`)
  const exported = checker.getExportsOfModule(module)
  const targets = exported.map((symbol) => targetOf(symbol, checker))
  const keys = new Set(targets.map(keyOf))
  const mentions = exported.flatMap((symbol, index) => {
    const typeOnly = isTypeOnly(symbol)
    const identifiers = (targets[index]?.declarations ?? []).flatMap((handle) => {
      const node = handle.resolve(project)
      return node === undefined ? [] : identifiersIn(node, typeOnly)
    })
    const mentioned = checker.getSymbolAtLocation(identifiers).flatMap((found) => {
      const target = found && targetOf(found, checker)
      if (target === undefined || (target.flags & TYPES) === 0) return []
      const path = target.declarations[0]?.path ?? ''
      const isOurs = path.startsWith(`${folder}/`) && !path.includes('/node_modules/')
      return isOurs ? [{ by: symbol.name, type: target.name, declaredIn: path, key: keyOf(target) }] : []
    })
    return [...new Map(mentioned.map((mention) => [mention.key, mention])).values()]
  })
  return {
    names: exported.map(({ name }) => name).toSorted(),
    has: ({ type, declaredIn }) => keys.has(`${declaredIn}#${type}`),
    mentions,
  }
}

function targetOf(symbol: Symbol, checker: Checker): Symbol {
  return (symbol.flags & SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol)
}

const keyOf = ({ name, declarations }: Symbol) => `${declarations[0]?.path}#${name}`

function isTypeOnly({ declarations }: Symbol): boolean {
  const specifier = declarations[0]?.resolve()
  if (specifier === undefined || !isExportSpecifier(specifier)) return false
  return (
    specifier.isTypeOnly || ('isTypeOnly' in specifier.parent.parent && specifier.parent.parent.isTypeOnly === true)
  )
}

/** The constructor of a class that is exported as a type cannot be called, so its types are ignored. */
function identifiersIn(node: Node, typeOnly: boolean): Node[] {
  if (isIdentifier(node)) return [node]
  if (typeOnly && isConstructorDeclaration(node)) return []
  const found: Node[] = []
  node.forEachChild((child) => {
    found.push(...identifiersIn(child, typeOnly))
  })
  return found
}
