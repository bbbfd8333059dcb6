import { isNode, nodeBuiltin } from './node-builtin.ts'

/** A value that holds while a piece of work runs, and for nobody else. */
export interface AsyncContext<T> {
  run<R>(value: T | undefined, work: () => R): R
  current(): T | undefined
}

/**
 * A context that follows work through its promises and timers. Browsers have nothing to follow these with.
 *
 * @param inBrowsers - What a value holds for there: `sync` work until it returns, so that nobody else ever has it; or
 *   work until it `settles`, and everybody meanwhile.
 */
export function asyncContext<T extends object>(inBrowsers: 'sync' | 'settles'): AsyncContext<T> {
  if (!isNode()) return stackedContext(inBrowsers)
  const { AsyncLocalStorage } = nodeBuiltin('node:async_hooks')
  const storage = new AsyncLocalStorage<T | undefined>()
  return { run: (value, work) => storage.run(value, work), current: () => storage.getStore() }
}

/** The context of browsers. */
export function stackedContext<T extends object>(until: 'sync' | 'settles'): AsyncContext<T> {
  // Work may overlap, and settle in any order: the value of the latest that goes on holds.
  const active: { readonly value: T | undefined }[] = []
  return {
    run(value, work) {
      const entry = { value }
      active.push(entry)
      const restore = () => {
        active.splice(active.indexOf(entry), 1)
      }
      let result: ReturnType<typeof work>
      try {
        result = work()
      } catch (error) {
        restore()
        throw error
      }
      if (until === 'sync' || !(result instanceof Promise)) {
        restore()
        return result
      }
      return result.finally(restore) as typeof result
    },
    current: () => active.at(-1)?.value,
  }
}
