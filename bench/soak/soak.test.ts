import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { soak } from './soak.ts'

// Only Linux shows the environment of processes; `npm run bench:soak -- --minutes 60` is the long form.
it.runIf(existsSync('/proc/self/environ'))(
  'kills of tuners and trials lose no result, and leave no process',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sweetspot-soak-'))
    try {
      const report = await soak({ folder, milliseconds: 12_000 })
      expect(report).toMatchObject({ lost: [], twice: [], left: [], repeated: 0 })
      expect(report.acknowledged).toBeGreaterThan(0)
      expect(report.tunersKilled + report.trialsKilled).toBeGreaterThan(3)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
  300_000,
)
