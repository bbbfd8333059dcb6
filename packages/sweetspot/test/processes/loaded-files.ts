import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

/** Prints the paths of all loaded files as JSON to stderr when the process exits. */
const files: string[] = []
registerHooks({
  load: (url, context, next) => {
    if (url.startsWith('file:')) files.push(fileURLToPath(url))
    return next(url, context)
  },
})
process.on('exit', () => process.stderr.write(`${JSON.stringify(files)}\n`))
