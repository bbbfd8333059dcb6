import { registerHooks } from 'node:module'

/** Imports the given built door, and prints the packages that it loads and the number of our files, as JSON. */
const [specifier = ''] = process.argv.slice(2)
const packages = new Set<string>()
let files = 0
registerHooks({
  load: (url, context, next) => {
    const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url) ?? []
    if (name !== undefined) packages.add(name)
    else if (url.startsWith('file:')) files += 1
    return next(url, context)
  },
})
await import(specifier)
console.log(JSON.stringify({ packages: [...packages].toSorted(), files }))
