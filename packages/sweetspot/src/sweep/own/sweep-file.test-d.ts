import { choice, float, space, when } from '@sweetspot/core'
import { expectTypeOf, test } from 'vitest'
import type { z } from 'zod'
import type { SweepFile } from '../../index.ts'
import type { sweepSchema } from './sweep-schema.ts'

type Content = z.input<ReturnType<typeof sweepSchema>>

/** All members of a type, none of them undefined. */
type Whole<T> = { readonly [K in keyof T]-?: Exclude<T[K], undefined> }

test('SweepFile has the keys of the schema, and accepts what it accepts', () => {
  expectTypeOf<keyof SweepFile>().toEqualTypeOf<keyof Content>()
  // The schema checks these in more steps than its type shows.
  type Plain = 'space' | 'metric' | 'constraints' | 'tags' | 'enqueue'
  expectTypeOf<Whole<Omit<Content, Plain>>>().toExtend<Whole<Omit<SweepFile, Plain>>>()
})

test('a space has parameters in every form', () => {
  const file = {
    space: {
      lr: 'log:1e-5..1e-1',
      bias: { float: ['-inf', Infinity], prior: { normal: { mean: 0, sd: 1 } } },
      width: { int: [8, 1024], multipleOf: 8, log: true },
      depth: { choice: [null, 2, 3], weights: [0.8, 0.1, 0.1] },
      batch: { ordinal: [16, 32], default: 32 },
      hidden: [[64], [128, 64]],
      seed: 42,
      flag: { boolean: true },
      optimizer: { choice: { sgd: { momentum: '0.0..0.99' }, adam: {} }, when: { depth: { in: [2, 3] } } },
      warmup: { int: [0, 1000], when: { depth: { atLeast: 2 } } },
      dropout: float(0, 0.5),
      decay: when({ optimizer: 'adam' }, float(0, 1)),
    },
    minimize: ['loss', 'seconds'],
    constraints: { memory: { atMost: 16 } },
    command: ['python', 'train.py', 8, '{params.json}'],
    metric: 'regex:acc=(\\S+)',
    timeout: '2h',
    enqueue: [{ lr: 0.1 }],
  } as const satisfies SweepFile
  expectTypeOf(file.space.lr).toBeString()
  const search = space({ lr: float(0, 1), optimizer: choice({ sgd: { momentum: float(0, 1) }, adam: {} }) })
  expectTypeOf({ space: search, minimize: 'loss' }).toExtend<SweepFile>()
})

test('mistakes are type errors', () => {
  // @ts-expect-error the key is "trials"
  const trials: SweepFile = { trails: 10 }
  // @ts-expect-error a time has a unit
  const timeout: SweepFile = { timeout: 10 }
  // @ts-expect-error a range has two ends
  const range: SweepFile = { space: { x: { float: [0] } } }
  // @ts-expect-error sources are json, regex:… and file:…
  const metric: SweepFile = { metric: 'stdout' }
  return [trials, timeout, range, metric]
})
