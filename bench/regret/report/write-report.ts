import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { figuresOf } from '../figures/figures.ts'
import type { Comparison } from '../statistics/comparison.ts'
import { standingsText } from './standings-text.ts'

/** Writes each comparison's table and figures to a folder; file names end with the budget if there are several. */
export function writeReport(folder: string, comparisons: readonly Comparison[]): void {
  mkdirSync(folder, { recursive: true })
  for (const comparison of comparisons.filter(({ tasks }) => tasks.length > 0)) {
    const { trials, parallel } = comparison
    const suffix = comparisons.length > 1 ? `-${trials}-trials-${parallel}-at-once` : ''
    writeFileSync(join(folder, `standings${suffix}.txt`), `${standingsText(comparison).join('\n')}\n`)
    for (const [name, svg] of Object.entries(figuresOf(comparison))) {
      writeFileSync(join(folder, `${name}${suffix}.svg`), svg)
    }
  }
}
