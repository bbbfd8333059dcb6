/** Writes the docs pages that are made from the sources; `tests/errors.test.ts` fails while one is stale. */
import { writeFileSync } from 'node:fs'
import { errorsPage } from './errors-page.ts'

writeFileSync(new URL('../docs/errors.md', import.meta.url), errorsPage())
