import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { trialScriptCases } from '../../test/trial-script-cases.ts'

const HELPER = new URL('../trial.ts', import.meta.url).href

const script = (text: string) => [
  process.execPath,
  '--input-type=module',
  '-e',
  `import { annotate, params, report, shouldPrune } from ${JSON.stringify(HELPER)}\n${text}`,
]

trialScriptCases('Node', {
  curve: script(`
    let pruned = false
    for (let step = 0; step < 5 && !pruned; step++) {
      report(step, { value: step / 2, loss: step * 10 })
      pruned = shouldPrune()
    }
    if (!pruned) report({ value: 7 })
    process.exit()`),
  notFinite: script(`
    report(0, { value: NaN }); report(1, { value: Infinity }); report(2, { value: -Infinity })`),
  endless: script(`
    for (let step = 0; step < 3; step++) report(step, { value: step })
    setInterval(() => {}, 1000)`),
  family: script(`
    import { execFileSync } from 'node:child_process'
    const child = \`import(${JSON.stringify(HELPER)}).then(({ report }) => report(1, { value: 2 }))\`
    report(0, { value: 1 })
    execFileSync(process.execPath, ['-e', child])
    annotate('note', { a: [1, null] })`),
  wrong: script(
    `try { report(0, { value: 'x' }) } catch (error) { annotate('error', error.message) }; report({ value: 1 })`,
  ),
  refused: script(
    `try { report(-1, { value: 1 }) } catch (error) { annotate('error', error.message) }; report({ value: 1 })`,
  ),
  params: script(`annotate('params', params({ x: 5, y: 6 })); report({ value: 1 })`),
  flood: script(`for (let step = 0; step < 2000; step++) report(step, { value: step }); report({ value: 1 })`),
})

describe('the helper for Node outside of Sweetspot', () => {
  const { SWEETSPOT_CHANNEL: _, SWEETSPOT_PARAMS_FILE: __, ...env } = process.env

  it('prints what it would report, and takes the defaults', () => {
    const [file = '', ...args] = script(`
      const { lr } = params({ lr: 0.5 })
      report(3, { acc: lr, loss: NaN }); report({ acc: 1 }); annotate('a', 1)
      console.log(shouldPrune())`)
    expect(execFileSync(file, args, { encoding: 'utf8', env })).toBe(
      '{"step":3,"acc":0.5,"loss":NaN}\n{"acc":1}\nfalse\n',
    )
  })

  it('says if Sweetspot has gone', () => {
    const [file = '', ...args] = script(`
      for (const _ of [1, 2]) try { report(0, { acc: 1 }) } catch (error) { console.log(error.message) }`)
    const gone = { ...env, SWEETSPOT_CHANNEL: '/no/such/socket', SWEETSPOT_CHANNEL_KEY: 'x' }
    const [first, second] = execFileSync(file, args, { encoding: 'utf8', env: gone }).split('\n')
    expect(first).toContain('Sweetspot cannot be reached: connect ENOENT')
    expect(second).toContain('Sweetspot cannot be reached')
  })
})
