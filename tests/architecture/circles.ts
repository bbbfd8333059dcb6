import { importsOf } from './imports.ts'
import { resolve, type SourceFile } from './rules.ts'

/**
 * The circles of imports, those of types included, which the linter overlooks: for each set of files that reach each other
 * one shortest way round, beginning with the first by name.
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
    const circle = shortestWay(imports, path, path)
    if (!circle) continue
    circles.push(circle)
    for (const other of paths) {
      if (shortestWay(imports, path, other) && shortestWay(imports, other, path)) done.add(other)
    }
  }
  return circles
}

/** The files on the way from one file to another, both included, by breadth-first search; undefined without one. */
function shortestWay(imports: ReadonlyMap<string, readonly string[]>, from: string, to: string): string[] | undefined {
  const previous = new Map<string, string>()
  const queue = [from]
  for (const path of queue) {
    for (const target of imports.get(path) ?? []) {
      if (target === to) return [...wayTo(path, from, previous), to]
      if (target === from || previous.has(target)) continue
      previous.set(target, path)
      queue.push(target)
    }
  }
  return undefined
}

function wayTo(path: string, from: string, previous: ReadonlyMap<string, string>): string[] {
  const way = [path]
  while (way[0] !== from) way.unshift(previous.get(way[0] as string) as string)
  return way
}
