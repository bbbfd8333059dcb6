/**
 * Kills tuners and trials at random for some minutes, and compares what was reported with what is stored.
 * `npm run build`, then `npm run bench:soak -- --minutes 60`.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { soak } from './soak.ts'

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '5' } } })
const minutes = Number(values.minutes)
if (!(minutes > 0)) throw new Error(`Expected --minutes to be a number above 0; received ${values.minutes}.`)
const folder = mkdtempSync(join(tmpdir(), 'sweetspot-soak-'))
const report = await soak({ folder, milliseconds: minutes * 60_000 })
console.log(JSON.stringify({ minutes, ...report }, undefined, 2))
const isGood = report.lost.length + report.twice.length + report.left.length === 0
if (isGood) rmSync(folder, { recursive: true })
else console.error(`The files are kept in ${folder}.`)
process.exitCode = isGood ? 0 : 1
