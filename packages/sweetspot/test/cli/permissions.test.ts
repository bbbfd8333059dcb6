import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createStudy } from '../../src/create-study.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-permissions-'))
  chmodSync(folder, 0o755)
})
afterEach(() => {
  chmodSync(folder, 0o755)
  rmSync(folder, { recursive: true })
})

const url = (file: string) => JSON.stringify(new URL(`../../src/cli/${file}`, import.meta.url).href)

/** Gives up the rights of root, who may read and write anywhere. */
const asUser = `
  if (process.getuid?.() === 0) {
    process.setgroups([65534])
    process.setgid(65534)
    process.setuid(65534)
  }
`

/** The JSON that a program prints. */
function printed(program: string): unknown {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' })
  expect(stderr).toBe('')
  return JSON.parse(stdout)
}

// Windows has no such permissions.
describe.skipIf(process.platform === 'win32')('permissions of files', () => {
  it('doctor finds nothing wrong in studies that can only be read', async () => {
    const path = join(folder, 'studies.db')
    const study = await createStudy({ name: 'net', storage: `sqlite:${path}` })
    await study.close()
    const other = join(folder, 'other.db')
    copyFileSync(path, other)
    chmodSync(path, 0o444)
    chmodSync(folder, 0o555)
    // The first check loads what another user may not be able to read.
    const findings = printed(`
      import { checkStudies } from ${url('doctor/check-studies.ts')}
      await checkStudies({ storagePath: ${JSON.stringify(other)} })
      ${asUser}
      console.log(JSON.stringify(await checkStudies({ storagePath: ${JSON.stringify(path)} })))
    `)
    expect(findings).toEqual([
      { check: 'storage', state: 'ok', says: 'It opens, and has 1 study.' },
      { check: 'net', state: 'ok', says: expect.stringMatching(/ are intact\.$/) },
    ])
  })

  it('init ignores scripts that cannot be read, and names a folder that cannot', () => {
    writeFileSync(join(folder, 'train.py'), '')
    chmodSync(join(folder, 'train.py'), 0)
    writeFileSync(join(folder, 'other.py'), '')
    const hidden = mkdtempSync(join(tmpdir(), 'sweetspot-permissions-'))
    chmodSync(hidden, 0)
    try {
      const found = printed(`
        import { findScript } from ${url('starting/found-script.ts')}
        ${asUser}
        const { file } = findScript(${JSON.stringify(folder)})
        try {
          findScript(${JSON.stringify(hidden)})
        } catch ({ code }) {
          console.log(JSON.stringify([file, code]))
        }
      `)
      expect(found).toEqual(['other.py', 'ERR_FILE_ACCESS'])
    } finally {
      rmSync(hidden, { recursive: true })
    }
  })
})
