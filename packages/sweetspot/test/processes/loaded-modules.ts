import { registerHooks } from 'node:module'

/** Prints how many modules of SQLite are loaded by importing the package, and then by using a file. */
const [path = ''] = process.argv.slice(2)
const loaded: string[] = []
registerHooks({
  load: (url, context, next) => {
    loaded.push(url)
    return next(url, context)
  },
})
const count = () => loaded.filter((url) => /node_modules\/(?:kysely|better-sqlite3)\//.test(url)).length

const { sqliteStorage } = await import('sweetspot')
const all = loaded.length
const imported = count()
const storage = sqliteStorage(path)
const made = count()
await storage.presence.beat('me')
const used = count()
await storage.close()
console.log(JSON.stringify({ all, imported, made, used }))
