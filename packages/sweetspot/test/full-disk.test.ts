import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomSampler } from '@sweetspot/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStudy } from '../src/create-study.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Runs a program whose files may have at most this many bytes. */
function tellUntilFull(storage: string, bytes: number): { acknowledged: number; code: string; message: string } {
  const program = join(import.meta.dirname, 'processes', 'tell-until-full.ts')
  // Writes beyond the limit fail, instead of ending the process. The unit is 512 bytes.
  const limit = `trap '' XFSZ; ulimit -f ${Math.floor(bytes / 512)}; exec "$@"`
  const args = ['-c', limit, 'sh', process.execPath, program, storage]
  return JSON.parse(execFileSync('sh', args, { encoding: 'utf8' })) as ReturnType<typeof tellUntilFull>
}

// Windows has no limits of processes.
describe.skipIf(process.platform === 'win32')('a disk that becomes full', () => {
  // The limit is reached by the write-ahead log, at different places of a transaction.
  it.each([150_000, 153_000, 200_001, 400_000])(
    'is said, and loses no acknowledged result (at %i bytes)',
    async (bytes) => {
      const storage = `sqlite:${join(folder, 'studies.db')}`
      const { acknowledged, code, message } = tellUntilFull(storage, bytes)
      expect(code).toBe('ERR_STORAGE')
      expect(message).toContain('studies.db')
      expect(acknowledged).toBeGreaterThanOrEqual(5)
      const study = await openStudy({ name: 'net', storage, sampler: randomSampler() })
      const { completed } = study.snapshot.counts
      expect(
        study.trials.slice(0, acknowledged).map((trial) => ('value' in trial ? trial.value : trial.state)),
      ).toEqual(Array.from({ length: acknowledged }, (_, value) => value))
      expect(completed).toBe(acknowledged)
      // There is space again.
      await study.optimize(({ number }) => number, { trials: 2 })
      await study.close()
    },
  )
})
