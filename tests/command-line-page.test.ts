import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { COMMANDS } from '../packages/sweetspot/src/cli/table/commands.ts'
import { commandLinePage } from '../scripts/command-line-page.ts'
import { root } from '../scripts/workspace.mjs'

describe('the page of commands', () => {
  it('equals docs/command-line.md (run npm run generate)', () => {
    expect(readFileSync(join(root, 'docs/command-line.md'), 'utf8')).toBe(commandLinePage())
  })

  it('changes if a command changes', () => {
    const { studies, ...others } = COMMANDS
    expect(commandLinePage([{ ...studies, summary: 'Planted' }, ...Object.values(others)])).not.toBe(commandLinePage())
  })
})
