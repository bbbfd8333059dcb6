import { registerHooks } from 'node:module'

/** Imports the built door that is named, and prints the packages that are loaded by it, ours excepted, as JSON. */
const [specifier = ''] = process.argv.slice(2)
const packages = new Set<string>()
registerHooks({
  load: (url, context, next) => {
    const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url) ?? []
    if (name !== undefined) packages.add(name)
    return next(url, context)
  },
})
await import(specifier)
console.log(JSON.stringify([...packages].toSorted()))
