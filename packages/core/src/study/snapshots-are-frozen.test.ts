import { describe, expect, it } from 'vitest'
import { replay } from '../journal/replay.ts'
import { float } from '../space/parameters/parameter.ts'
import { space } from '../space/search-space.ts'
import { createStudy } from './create-study.ts'

describe('what a study returns', () => {
  it('cannot be changed: attributes, directions, values at a step, and the best trial', async () => {
    const study = await createStudy({ space: space({ x: float(0, 1) }), seed: 1 })
    expect(Object.isFrozen(study.snapshot.attributes)).toBe(true)
    await study.annotate({ host: 'one' })
    const trial = await study.ask()
    trial.report(1)
    await study.tell(trial, 1)
    const { snapshot } = study
    expect(Object.isFrozen(snapshot.attributes)).toBe(true)
    expect(Object.isFrozen(snapshot.directions)).toBe(true)
    expect(snapshot.valuesAtStep('value', 0)).toEqual([1])
    expect(Object.isFrozen(snapshot.valuesAtStep('value', 0))).toBe(true)
    expect(study.best).toBe(study.trials[0])
    expect(Object.isFrozen(study.best)).toBe(true)
  })

  it('cannot be changed after an edit of the directions', async () => {
    const study = await createStudy({ directions: { loss: 'minimize' } })
    const edited = replay([{ type: 'directions-changed', directions: { loss: 'maximize' }, at: 1 }], study.snapshot)
    expect(Object.isFrozen(edited.directions)).toBe(true)
  })
})
