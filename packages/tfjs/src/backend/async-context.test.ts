import { describe, expect, test } from 'vitest'
import { type AsyncContext, asyncContext, stackedContext } from './async-context.ts'

const pause = () => new Promise((resolve) => setTimeout(resolve, 1))
const kinds: [string, () => AsyncContext<string[]>][] = [
  ['in Node', () => asyncContext('sync')],
  ['in browsers, for sync work', () => stackedContext('sync')],
  ['in browsers, until work settles', () => stackedContext('settles')],
]

describe.each(kinds)('a context %s', (_, make) => {
  test('holds for sync work, nested too, and ends with it', () => {
    const context = make()
    const seen = context.run(['a'], () => [context.current(), context.run(undefined, () => context.current())])
    expect(seen).toEqual([['a'], undefined])
    expect(() =>
      context.run(['a'], () => {
        throw new Error('broken')
      }),
    ).toThrow('broken')
    expect(context.current()).toBeUndefined()
  })

  test('ends with async work', async () => {
    const context = make()
    await context.run(['a'], pause)
    await expect(context.run(['a'], async () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    expect(context.current()).toBeUndefined()
  })
})

test.each([
  ['in Node it holds, and for nobody else', asyncContext<string[]>('sync'), ['a'], undefined],
  ['in browsers, sync work has it no more', stackedContext<string[]>('sync'), undefined, undefined],
  ['in browsers, until work settles, all have it', stackedContext<string[]>('settles'), ['a'], ['a']],
])('after an await: %s', async (_, context, within, outside) => {
  const work = context.run(['a'], async () => {
    await pause()
    return context.current()
  })
  expect(context.current()).toEqual(outside)
  expect(await work).toEqual(within)
})

test.each(['the first', 'the last'])(
  'in browsers, overlapping work ends with no value: %s to begin settles first',
  async (which) => {
    const context = stackedContext<string[]>('settles')
    const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const one = context.run(['a'], () => first.promise)
    const two = context.run(['b'], () => second.promise)
    expect(context.current()).toEqual(['b'])
    const [earlier, later] = which === 'the first' ? [first, second] : [second, first]
    earlier.resolve()
    await Promise.race([one, two])
    expect(context.current()).toEqual(which === 'the first' ? ['b'] : ['a'])
    later.resolve()
    await Promise.all([one, two])
    expect(context.current()).toBeUndefined()
  },
)
