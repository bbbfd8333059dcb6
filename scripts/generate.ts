/** Writes the docs pages that are generated from the sources; `npm test` fails if one is stale. */
import { writeFileSync } from 'node:fs'
import { commandLinePage } from './command-line-page.ts'
import { doorsPage } from './doors-page.ts'
import { errorsPage } from './errors-page.ts'

writeFileSync(new URL('../docs/command-line.md', import.meta.url), commandLinePage())
writeFileSync(new URL('../docs/errors.md', import.meta.url), errorsPage())
writeFileSync(new URL('../docs/imports.md', import.meta.url), doorsPage())
