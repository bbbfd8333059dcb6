/**
 * Draws the pictures of the docs, with the packages as they are built, into docs/public/pictures. They are committed, so
 * that the README shows them too: run `npm run pictures -w docs` after a change that should be seen. Names of pictures as
 * arguments draw only those.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { bayesianFrame } from './bayesian-frames.ts'
import { evenPoints } from './even-points.ts'
import { history } from './history.ts'
import { learningRates } from './learning-rates.ts'
import { paretoPicture } from './pareto.ts'
import { plots } from './plots.ts'
import { searchCompared } from './search-compared.ts'

const pictures: Readonly<Record<string, () => string | Promise<string>>> = {
  'learning-rates': learningRates,
  'search-compared': searchCompared,
  'even-points': evenPoints,
  history,
  'pareto-front': paretoPicture,
  'bayesian-1': () => bayesianFrame(3),
  'bayesian-2': () => bayesianFrame(4),
  'bayesian-3': () => bayesianFrame(5),
  'bayesian-4': () => bayesianFrame(6),
  'bayesian-5': () => bayesianFrame(8),
  ...plots,
}

const folder = new URL('../public/pictures/', import.meta.url)
const wanted = process.argv.slice(2)
mkdirSync(folder, { recursive: true })
for (const [name, draw] of Object.entries(pictures)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const svg = await draw()
  writeFileSync(new URL(`${name}.svg`, folder), svg)
  console.log(`${name}.svg: ${Math.round(svg.length / 1024)} kB`)
}
