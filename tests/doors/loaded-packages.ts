import { registerHooks } from 'node:module'

/**
 * Imports the given built door, and prints the packages that it loads and the number of our files, as JSON; with the name of
 * a function, also the number of files that calling it loads.
 */
const [specifier = '', called] = process.argv.slice(2)
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
const door: { readonly [name: string]: unknown } = await import(specifier)
const result = { packages: [...packages].toSorted(), files }
const call = called === undefined ? undefined : door[called]
if (typeof call === 'function') await call()
console.log(JSON.stringify({ ...result, ...(typeof call === 'function' && { filesOfCall: files - result.files }) }))
