import { expect, test } from 'vitest'
import { float } from '../space/parameters/parameter.ts'
import { space } from '../space/search-space.ts'
import { createStudy } from '../study/create-study.ts'
import { intermediateValues } from './intermediate-values.ts'

test('intermediateValues returns the curves of trials that reported the metric, including NaN and running trials', async () => {
  const study = await createStudy({ name: 'c', space: space({ x: float(0, 1) }), directions: { loss: 'minimize' } })
  const [first, second, third, silent] = [await study.ask(), await study.ask(), await study.ask(), await study.ask()]
  first?.report({ loss: 3 }, 2)
  first?.report({ loss: 5, accuracy: 0.5 }, 1)
  second?.report({ loss: Number.NaN })
  third?.report({ accuracy: 0.9 })
  if (first && silent) {
    await study.tell(first, 3)
    await study.tell(silent, 4)
  }
  expect(intermediateValues(study.snapshot)).toEqual({
    study: 'c',
    metric: 'loss',
    direction: 'minimize',
    curves: [
      {
        number: 0,
        state: 'completed',
        points: [
          { step: 1, value: 5 },
          { step: 2, value: 3 },
        ],
      },
      { number: 1, state: 'running', points: [{ step: 0, value: Number.NaN }] },
    ],
  })
})
