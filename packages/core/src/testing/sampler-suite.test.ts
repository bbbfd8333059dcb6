import { describe, expect, it } from 'vitest'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { foldIn } from '../math/random.ts'
import { randomSampler } from '../samplers/random.ts'
import type { Sampler, SuggestionRequest } from '../samplers/sampler.ts'
import { decodeParams } from '../space/encode.ts'
import { gridOf } from '../space/grid/grid-of.ts'
import { sampleParams } from '../space/sample.ts'
import type { Suggestion } from '../trial/suggestion.ts'
import { samplerCases } from './sampler-suite.ts'

type Suggest = (snapshot: StudySnapshot, request: SuggestionRequest) => readonly Suggestion[]

const random = randomSampler()
const suggest = random.suggest as Suggest
const explanation = { sampler: 'broken', phase: 'broken' }

/** Defective samplers, created for each case. */
const BROKEN: { readonly [defect: string]: () => Suggest } = {
  'counts its calls': () => {
    let calls = 0
    return (snapshot, request) => {
      calls += 1
      return suggest(snapshot, { ...request, key: foldIn(request.key, calls) })
    }
  },
  'uses the first study that it saw': () => {
    let first: StudySnapshot | undefined
    return (snapshot, request) => {
      first ??= snapshot
      return suggest(first.space === snapshot.space ? first : snapshot, request)
    }
  },
  'uses the first constraints that it saw': () => {
    let seen: string | undefined
    return (snapshot, request) => {
      seen ??= JSON.stringify(snapshot.constraints)
      return suggest(snapshot, { ...request, key: foldIn(request.key, seen) })
    }
  },
  'depends on time stamps of the journal': () => (snapshot, request) =>
    suggest(snapshot, { ...request, key: foldIn(request.key, snapshot.position) }),
  'depends on results': () => (snapshot, request) =>
    suggest(snapshot, { ...request, key: foldIn(request.key, snapshot.best?.number ?? 0) }),
  'ignores tried params':
    () =>
    (snapshot, { numbers, key, known }) =>
      numbers.map((number) => ({ params: sampleParams(snapshot.space, foldIn(key, number), known), explanation })),
  'repeats params within a batch':
    () =>
    (snapshot, { numbers, ...request }) =>
      numbers.flatMap((number) => suggest(snapshot, { ...request, numbers: [number] })),
  'suggests one point for a whole batch':
    () =>
    (snapshot, { numbers, ...request }) =>
      numbers.flatMap(() => suggest(snapshot, { ...request, numbers: numbers.slice(0, 1) })),
  'always returns the requested number':
    () =>
    (snapshot, { numbers, key, ...request }) => {
      const found = suggest(snapshot, { numbers, key, ...request })
      const rest = numbers.slice(found.length)
      return [
        ...found,
        ...rest.map((number) => ({ params: sampleParams(snapshot.space, foldIn(key, number)), explanation })),
      ]
    },
  'returns only one suggestion':
    () =>
    (snapshot, { numbers, ...request }) =>
      suggest(snapshot, { ...request, numbers: numbers.slice(0, 1) }),
  'ignores given values':
    () =>
    (snapshot, { numbers, key }) =>
      suggest(snapshot, { numbers, key }),
  'ignores the key': () => (snapshot, request) => suggest(snapshot, { ...request, key: [1, 1] }),
  'ignores constraints':
    () =>
    (snapshot, { numbers, key, known }) =>
      suggest(snapshot, { numbers, key, ...(known && { known }) }).map(({ explanation: own }, index) => {
        const unit = snapshot.space.dimensions.map((_, dimension) => ((index + 3) * (dimension + 1) * 0.137) % 1)
        return { params: decodeParams(snapshot.space, unit, known), explanation: own }
      }),
  'adds an unknown parameter': () => (snapshot, request) =>
    suggest(snapshot, request).map((suggestion) => ({ ...suggestion, params: { ...suggestion.params, extra: 1 } })),
  'leaves the explanation empty': () => (snapshot, request) =>
    suggest(snapshot, request).map(({ params }) => ({ params, explanation: { sampler: '', phase: '' } })),
  'predicts NaN': () => (snapshot, request) =>
    suggest(snapshot, request).map(({ params, explanation: own }) => ({
      params,
      explanation: { ...own, predicted: { mean: Number.NaN, sd: 1 } },
    })),
  'fails without a result': () => (snapshot, request) => {
    if (snapshot.finishedTrials.count > 0 && snapshot.counts.completed === 0) throw new Error('no results')
    return suggest(snapshot, request)
  },
  'sorts its input': () => (snapshot, request) => {
    snapshot.finishedTrials.values.sort()
    return suggest(snapshot, request)
  },
  'supports declared spaces only': () => (snapshot, request) =>
    snapshot.hasDeclaredSpace ? suggest(snapshot, request) : [],
  'gives up after ten trials': () => (snapshot, request) =>
    snapshot.trials.next < 10 ? suggest(snapshot, request) : [],
}

async function failures(make: () => Sampler): Promise<string[]> {
  const failed: string[] = []
  for (const { name, run } of samplerCases(make, { learns: false })) {
    try {
      await run()
    } catch {
      failed.push(name)
    }
  }
  return failed
}

describe('samplerCases', () => {
  it.each(Object.entries(BROKEN))('detects a sampler that %s', async (_, broken) => {
    expect(await failures(() => ({ name: 'broken', suggest: broken() }))).not.toEqual([])
  })

  it('detects a grid that counts with a variable', async () => {
    const make = (): Sampler => {
      let next = 0
      return {
        name: 'broken',
        exhaustive: true,
        suggest({ space }, { numbers }) {
          const grid = gridOf(space, { points: 3 })
          const indices = numbers.map(() => next++).filter((index) => index < grid.size)
          return indices.map((index) => ({ params: grid.at(index), explanation }))
        },
      }
    }
    expect(await failures(make)).not.toEqual([])
  })

  it('accepts a wrapper without changes', async () => {
    expect(await failures(() => ({ ...randomSampler() }))).toEqual([])
  })
})
