/** The examples of the pages about sweep files are read, and the table of the grammar is that of the source. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeParams, space } from '@sweetspot/core'
import { describe, expect, it } from 'vitest'
import { renderCommand } from '../src/command/template/render-command.ts'
import { parseParameter } from '../src/sweep/parameter-grammar.ts'
import { readSweepText } from '../src/sweep/read-sweep-file.ts'

const root = join(import.meta.dirname, '../../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const pages = { own: read('docs/guide/sweep-file.md'), wandb: read('docs/guide/from-wandb.md') }
const examples = (page: string) => [...page.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text = '']) => text)

describe('the page "The sweep file"', () => {
  const rows = [...pages.own.matchAll(/^\| (`\w+=.*?) \| (.*) \|$/gm)]

  it('has examples that are read without a notice', async () => {
    const found = await Promise.all(examples(pages.own).map((text) => readSweepText(text, 'sweep.yaml')))
    expect(found.map(({ notices }) => notices)).toEqual([[], []])
    expect(found.map(({ sweep }) => sweep.space?.dimensions.length)).toEqual([4, 9])
    expect(found.every(({ sweep }) => sweep.command !== undefined && sweep.directions !== undefined)).toBe(true)
  })

  it('has a grammar of which each text is a parameter', () => {
    const texts = rows.flatMap(([, cell = '']) => [...cell.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text))
    expect(texts).toHaveLength(20)
    for (const text of texts) {
      const { name, parameter } = parseParameter(text)
      expect(space({ [name]: parameter }).dimensions).toHaveLength(1)
    }
  })

  it('has the table of the source', () => {
    const source = read('packages/sweetspot/src/sweep/parameter-grammar.ts')
    const documented = [...source.matchAll(/^ \* (\| `\w+=.*\|)$/gm)].map(([, row]) => row)
    expect(rows.map(([row]) => row)).toEqual(documented)
  })

  it('shows the message of a mistake', () => {
    const [, text = '', message = ''] = /`(-p (?:\S+), column .*?)`/.exec(pages.own) ?? ['', '', '']
    expect(message).toBe('')
    expect(() => parseParameter('lr=log:1e-5-1e-1')).toThrow(text)
  })
})

describe('the page "From W&B sweeps"', () => {
  it('has an example with the command line that it shows', async () => {
    const [example = ''] = examples(pages.wandb)
    const { sweep, notices } = await readSweepText(example, 'sweep.yaml')
    expect(notices).toEqual([
      'early_terminate (hyperband, min_iter 3) becomes pruner auto, which chooses when to stop trials.',
    ])
    const params = decodeParams(sweep.space!, [0.5, 0.5, 0.5, 0.5], {
      epochs: 20,
      lr: 0.0012,
      optimizer: 'adam',
      width: 64,
    })
    const values = { number: 0, params, folder: '/t', paramsFile: '/t/params.json', environment: {} }
    expect(pages.wandb).toContain(`\`${renderCommand(sweep.command!, values).join(' ')}\``)
  })
})
