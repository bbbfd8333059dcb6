import { copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runIn, type StudiesFolder, studiesFolder } from './command-line.ts'

let folder: StudiesFolder
beforeEach(async () => {
  folder = await studiesFolder()
})
afterEach(() => folder[Symbol.asyncDispose]())

const run = (...argv: string[]) => runIn(folder.path, argv)
const at = (name: string) => join(folder.path, name)
const studies = async () => (JSON.parse((await run('studies', '--format', 'json')).stdout) as unknown[]).length

describe.each([
  ['plot', ['plot', 'net', 'history']],
  ['export', ['export', 'net', 'json']],
])('%s --output', (_, command) => {
  it('never replaces the storage or its log, also through a link', async () => {
    symlinkSync(at('sweetspot.db'), at('link.db'))
    for (const file of ['sweetspot.db', 'link.db', 'sweetspot.db-wal']) {
      const { code, stderr } = await run(...command, '-o', file, '--yes')
      expect([code, stderr]).toEqual([2, expect.stringContaining('--output names the storage itself')])
    }
    expect(await studies()).toBe(2)
  })

  it('replaces a file only after a confirmation, and never a folder', async () => {
    writeFileSync(at('mine.txt'), 'mine')
    const asked = await run(...command, '-o', 'mine.txt')
    expect([asked.code, asked.stderr]).toEqual([2, expect.stringContaining('[ERR_NOT_CONFIRMED]')])
    expect(readFileSync(at('mine.txt'), 'utf8')).toBe('mine')
    expect((await run(...command, '-o', 'mine.txt', '--yes')).code).toBe(0)
    expect(readFileSync(at('mine.txt'), 'utf8')).not.toBe('mine')
    mkdirSync(at('folder'))
    expect((await run(...command, '-o', 'folder', '--yes')).stderr).toContain('[ERR_FILE_EXISTS]')
  })
})

describe('doctor', () => {
  it('leaves a file of an earlier version as it is', async () => {
    copyFileSync(join(import.meta.dirname, '../fixtures/schema-3.db'), at('old.db'))
    const { code } = await run('doctor', '--storage', 'old.db')
    expect(code).toBe(0)
    const database = new Database(at('old.db'), { readonly: true })
    expect(database.pragma('user_version', { simple: true })).toBe(3)
    database.close()
  })

  it('claims no salvaged file if there was nothing to save', async () => {
    await run('create', 'only', '-p', 'x=0.0..1.0', '--minimize', 'v', '--storage', 'empty.db')
    await run('delete', 'only', '--yes', '--storage', 'empty.db')
    const { stderr } = await run('doctor', '--storage', 'empty.db', '--salvage', 'saved.db')
    expect(stderr).not.toContain('Saved to')
    expect(existsSync(at('saved.db'))).toBe(false)
  })
})

describe('a configuration in TypeScript', () => {
  const program = "import { writeFileSync } from 'node:fs'\nwriteFileSync('ran', '')\nexport default {}\n"

  it('does not run for the completion of a word', async () => {
    writeFileSync(at('sweetspot.ts'), program.replace("'ran'", JSON.stringify(at('ran'))))
    expect((await run('complete', '--', 'sho')).stdout).toContain('show')
    expect(existsSync(at('ran'))).toBe(false)
    await run('studies')
    expect(existsSync(at('ran'))).toBe(true)
  })

  it('above the root of a repository is not looked for', async () => {
    writeFileSync(at('sweetspot.yaml'), 'storage: other.db\n')
    mkdirSync(at('repository/.git'), { recursive: true })
    mkdirSync(at('repository/package'))
    const settings = async (cwd: string) =>
      (await runIn(at(cwd), ['studies', '--print-config', '--format', 'json'])).stdout
    expect(await settings('repository/package')).not.toContain('other.db')
    mkdirSync(at('plain/folder'), { recursive: true })
    expect(await settings('plain/folder')).toContain('other.db')
  })
})

describe('what is removed', () => {
  it('is no longer shown: notes, tags and the mark of archives', async () => {
    await run('note', 'net', 'a', 'word')
    await run('tag', 'net', 'good')
    await run('archive', 'net')
    await run('note', 'net', '--remove')
    await run('tag', 'net', 'good', '--remove')
    await run('archive', 'net', '--undo')
    const { stdout } = await run('show', 'net')
    expect(stdout).not.toMatch(/note|tags|archived/)
    expect(await studies()).toBe(2)
  })
})

describe('rerun', () => {
  it('queues all trials or none', async () => {
    await run('create', 'r', '-p', 'x=0.0..1.0', '--minimize', 'v')
    for (const x of [0.9, 0.1]) await run('import', ...imported(x))
    await run('space', 'r', '--set', 'x=0.5..1.0')
    const { code } = await run('rerun', 'r', '0', '1')
    expect(code).toBe(2)
    const { stdout } = await run('trials', 'r', '--format', 'json')
    expect((JSON.parse(stdout) as { state: string }[]).filter(({ state }) => state === 'waiting')).toEqual([])
  })
})

function imported(x: number): string[] {
  writeFileSync(at(`${x}.csv`), `params.x,values.v\n${x},1\n`)
  return [`${x}.csv`, '--study', 'r']
}
