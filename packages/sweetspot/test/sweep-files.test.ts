/**
 * Sweep files that people have, from public repositories, with names replaced and comments removed: what is read of
 * each, every notice, and the command lines. `npx vitest -u` writes the expected results anew; read their difference.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { decodeParams, type Params, spaceToJson } from '@sweetspot/core'
import { describe, expect, it } from 'vitest'
import { renderCommand } from '../src/command/template/render-command.ts'
import { readSweepFile } from '../src/sweep/read-sweep-file.ts'
import type { ReadSweep } from '../src/sweep/sweep.ts'

const folder = join(import.meta.dirname, 'sweep-files')
const files = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : []))

/** The command line of a trial with these params. */
function commandLine({ sweep }: ReadSweep, params: Params): readonly string[] {
  if (!sweep.command) throw new Error('The sweep has no command.')
  const environment = { DATA: '/data' }
  return renderCommand(sweep.command, {
    number: 0,
    params,
    folder: '/trial',
    paramsFile: '/trial/params.json',
    environment,
  })
}

const read = (name: string) => readSweepFile(join(folder, name))
const shown = (error: unknown) => String(error).replaceAll(`${folder}/`, '')

describe('readSweepFile on files from public repositories', () => {
  it('knows them all', () => {
    expect(files.map((name) => name.split('-')[0])).toEqual([
      ...Array.from({ length: 6 }, () => 'hydra'),
      ...Array.from({ length: 5 }, () => 'nni'),
      ...Array.from({ length: 3 }, () => 'notnni'),
      ...Array.from({ length: 30 }, () => 'wandb'),
    ])
  })

  it.each(files)('%s', async (name) => {
    let result: unknown
    try {
      const found = await read(name)
      const { space, command, ...rest } = found.sweep
      const at = (unit: number) =>
        space &&
        decodeParams(
          space,
          space.dimensions.map(() => unit),
        )
      result = {
        ...rest,
        space: space && spaceToJson(space).dimensions,
        notices: found.notices.map(shown),
        commandLines: command && [0.1, 0.9].map((unit) => commandLine(found, at(unit) ?? {})),
      }
    } catch (thrown) {
      result = { error: shown(thrown) }
    }
    await expect(`${JSON.stringify(result, null, 2)}\n`).toMatchFileSnapshot(join(folder, 'expected', `${name}.txt`))
  })
})
