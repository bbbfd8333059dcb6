import { registerHooks } from 'node:module'

/** Imports the built door that is named, and prints as JSON the packages that are loaded by it, and the number of our files. */
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
