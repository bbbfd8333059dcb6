/**
 * Loads `gp-defaults.ts`, a third of the engine, when a study is created: bundlers can keep it out of what a page loads
 * first. The files for Node have `gp-defaults.ts` in place of this module (`scripts/bundle.mjs`).
 */
import type { StudyDefaults } from './study-defaults.ts'

export async function gpDefaults(): Promise<StudyDefaults> {
  const loaded = await import('./gp-defaults.ts')
  return loaded.gpDefaults()
}
