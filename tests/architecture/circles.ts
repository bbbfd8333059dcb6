import { importsOf } from './imports.ts'
import { resolve, type SourceFile } from './rules.ts'

/**
 * Finds import cycles, including those of types, which the linter ignores: for each strongly connected set of files,
 * one shortest cycle, starting with the first file by name.
 */
export function importCircles(files: readonly SourceFile[]): readonly (readonly string[])[] {
  const paths = new Set(files.map(({ path }) => path))
  const imports = new Map(
    files.map(({ path, text }) => {
      const targets = importsOf(text).map(({ specifier }) => resolve(path, specifier))
      return [path, targets.filter((target) => paths.has(target)).toSorted()] as const
    }),
  )
  const circles: string[][] = []
  const done = new Set<string>()
  for (const path of [...paths].toSorted()) {
    if (done.has(path)) continue
    const cycle = shortestPath(imports, path, path)
    if (!cycle) continue
    circles.push(cycle)
    for (const other of paths) {
      if (shortestPath(imports, path, other) && shortestPath(imports, other, path)) done.add(other)
    }
  }
  return circles
}

/** The shortest path from one file to another, both included, by breadth-first search; undefined if there is none. */
function shortestPath(imports: ReadonlyMap<string, readonly string[]>, from: string, to: string): string[] | undefined {
  const previous = new Map<string, string>()
  const queue = [from]
  for (const path of queue) {
    for (const target of imports.get(path) ?? []) {
      if (target === to) return [...pathTo(path, from, previous), to]
      if (target === from || previous.has(target)) continue
      previous.set(target, path)
      queue.push(target)
    }
  }
  return undefined
}

function pathTo(path: string, from: string, previous: ReadonlyMap<string, string>): string[] {
  const way = [path]
  while (way[0] !== from) way.unshift(previous.get(way[0] as string) as string)
  return way
}
