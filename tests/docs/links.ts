import { type Page, splitFences } from './pages.ts'

/** A link of a page, as written. */
export interface Link {
  readonly target: string
  readonly line: number
}

const INLINE = /\]\(\s*<?([^\s)>]+)>?(?:\s+["'(][^)]*)?\)/g
const DEFINITION = /^\s{0,3}\[[^\]]+\]:\s*(\S+)/g
const HTML = /\b(?:href|src)=["']([^"']+)["']/g
/** In the front matter of VitePress's home page. */
const FRONT_MATTER = /^\s+(?:- )?(?:link|src):\s*['"]?([^'"\s]+)/g

/** The links and images of a page, outside code. */
export function linksOf(text: string): Link[] {
  const { prose } = splitFences(text)
  const end = prose[0] === '---' ? prose.indexOf('---', 1) : -1
  return prose.flatMap((line, at) => {
    const bare = line.replace(/(`+).*?\1/g, '')
    const patterns = at < end ? [FRONT_MATTER] : [INLINE, DEFINITION, HTML]
    return patterns.flatMap((pattern) =>
      [...bare.matchAll(pattern)].map(([, target = '']) => ({ target, line: at + 1 })),
    )
  })
}

/** The anchors of a page: its headings as GitHub and VitePress spell them, and explicit ids. */
export function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>()
  const seen = new Map<string, number>()
  const add = (slug: string) => {
    const count = seen.get(slug) ?? 0
    seen.set(slug, count + 1)
    anchors.add(count === 0 ? slug : `${slug}-${count}`)
  }
  for (const line of splitFences(text).prose) {
    for (const [, id = ''] of line.matchAll(/\b(?:id|name)=["']([^"']+)["']/g)) anchors.add(id)
    const heading = /^#{1,6}\s+(.*?)\s*#*$/.exec(line)?.[1]
    if (heading === undefined) continue
    const given = /\{#([^}]+)\}/.exec(heading)?.[1]
    if (given !== undefined) {
      anchors.add(given)
      continue
    }
    const words = heading.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[`*]|<[^>]+>/g, '')
    const github = words
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-')
    const vitepress = words
      .normalize('NFKD')
      .replace(/[\u0300-\u036f]/g, '')
      .replace(/[\s~`!@#$%^&*()\-_+=[\]{}|\\;:"'“”‘’<>,.?/]+/g, '-')
      .replace(/-{2,}/g, '-')
      .replace(/^-+|-+$/g, '')
      .replace(/^(\d)/, '_$1')
      .toLowerCase()
    add(github)
    if (vitepress !== github) add(vitepress)
  }
  return anchors
}

/**
 * The possible targets of a link, as paths from the root of the checkout: as written, then as VitePress resolves it.
 * Undefined for a link outside the checkout, or to a page that only the docs build generates.
 */
export function candidatesOf(page: string, target: string): { paths: string[]; anchor: string } | undefined {
  if (/^[a-z][a-z+.-]*:|^\/\//i.test(target)) return undefined
  const [location = '', anchor = ''] = decodeURI(target).split('#')
  if (location === '') return { paths: [page], anchor }
  const isSite = location.startsWith('/')
  const base = isSite ? ['docs'] : page.split('/').slice(0, -1)
  const parts = [...base]
  for (const part of location.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  const path = parts.join('/') || '.'
  if (path === 'docs/api' || path.startsWith('docs/api/')) return undefined
  if (!page.startsWith('docs/')) return { paths: [path], anchor }
  const stem = path.replace(/\.html$/, '')
  const assets = isSite ? [`docs/public${location}`] : []
  return { paths: [path, `${stem}.md`, `${stem}/index.md`, ...assets], anchor }
}

/** The broken links of the pages. */
export function brokenLinks(
  pages: readonly Page[],
  exists: (path: string) => boolean,
  read: (path: string) => string,
): string[] {
  return pages.flatMap((page) =>
    linksOf(page.text).flatMap(({ target, line }) => {
      const candidates = candidatesOf(page.path, target)
      if (candidates === undefined) return []
      // On GitHub `docs/guide` is a folder; the site shows its index.
      const found = candidates.paths.toReversed().find(exists)
      const where = `${page.path}:${line} ${target}`
      if (found === undefined) return [`${where}: no such file`]
      if (candidates.anchor === '' || !found.endsWith('.md')) return []
      return anchorsOf(read(found)).has(candidates.anchor) ? [] : [`${where}: no such heading in ${found}`]
    }),
  )
}
