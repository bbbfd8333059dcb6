import { choice, fixed, float, int, space, spaceToJson } from '@sweetspot/core'
import { describe, expect, it } from 'vitest'
import { mergeSweeps } from './merge-sweeps.ts'

const names = (sweep: ReturnType<typeof mergeSweeps>) => sweep.space?.dimensions.map(({ name }) => name)

describe('mergeSweeps', () => {
  it('prefers later fields, and merges named ones', () => {
    const file = {
      name: 'net',
      trials: 10,
      directions: { loss: 'minimize' },
      target: 0.1,
      environment: { A: '1', B: '1' },
      tags: { project: 'p' },
      constraints: { memory: { atMost: 8 } },
      enqueue: [{ x: 1 }],
    } as const
    const flags = {
      trials: 20,
      environment: { B: '2' },
      tags: { entity: 'e' },
      constraints: { time: { atMost: 1 } },
      enqueue: [{ x: 2 }],
    } as const
    expect(mergeSweeps(file, flags)).toEqual({
      ...file,
      trials: 20,
      environment: { A: '1', B: '2' },
      tags: { project: 'p', entity: 'e' },
      constraints: { memory: { atMost: 8 }, time: { atMost: 1 } },
      enqueue: [{ x: 2 }, { x: 1 }],
    })
    // A target is a value of the metric that is replaced.
    expect(mergeSweeps(file, { directions: { acc: 'maximize' } })).not.toHaveProperty('target')
    expect(mergeSweeps()).toEqual({})
  })

  it('replaces parameters by name, in their place, and adds others', () => {
    const file = { space: space({ x: int(1, 2), y: float(0, 1), z: int(1, 9) }) }
    const merged = mergeSweeps(file, { space: space({ y: fixed(3), w: int(0, 1) }) })
    expect(names(merged)).toEqual(['x', 'y', 'z', 'w'])
    expect(merged.space?.dimensions[1]?.parameter).toEqual(fixed(3))
    expect(mergeSweeps({}, file).space).toBe(file.space)
    expect(mergeSweeps(file, {}).space).toBe(file.space)
  })

  it('drops the branches that a replaced choice no longer has', () => {
    const branches = { sgd: { momentum: float(0, 1) }, adam: { beta: float(0, 1) }, none: {} }
    const file = { space: space({ opt: choice(branches), lr: float(0, 1) }) }
    const merged = mergeSweeps(file, { space: space({ opt: fixed('adam') }) })
    expect(spaceToJson(merged.space!).dimensions).toEqual([
      { name: 'opt', parameter: { kind: 'fixed', value: 'adam' } },
      { name: 'beta', parameter: { ...float(0, 1) }, conditions: [{ parameter: 'opt', test: { in: ['adam'] } }] },
      { name: 'lr', parameter: { ...float(0, 1) } },
    ])
  })

  it('keeps constraints on params', () => {
    const file = { space: space({ x: int(1, 9), y: int(1, 9) }, { constraints: [(params) => params.x < params.y] }) }
    expect(mergeSweeps(file, { space: space({ y: int(1, 5) }) }).space?.constraints).toHaveLength(1)
  })
})
