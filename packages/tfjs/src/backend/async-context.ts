import { isNode, nodeBuiltin } from './node-builtin.ts'

/** A value that is current while a piece of work runs, for that work alone. */
export interface AsyncContext<T> {
  run<R>(value: T | undefined, work: () => R): R
  current(): T | undefined
}

/**
 * Creates a context that follows work through its promises and timers. Browsers cannot track these.
 *
 * @param inBrowsers - When the value stops being current in browsers: `sync`, when the work returns, so that no other
 *   code sees the value; or `settles`, when the promise of the work settles, and until then other code sees it, too.
 */
export function asyncContext<T extends object>(inBrowsers: 'sync' | 'settles'): AsyncContext<T> {
  if (!isNode()) return stackedContext(inBrowsers)
  const { AsyncLocalStorage } = nodeBuiltin('node:async_hooks')
  const storage = new AsyncLocalStorage<T | undefined>()
  return { run: (value, work) => storage.run(value, work), current: () => storage.getStore() }
}

/** The context of browsers. */
export function stackedContext<T extends object>(until: 'sync' | 'settles'): AsyncContext<T> {
  // Pieces of work may overlap and settle in any order: the value of the latest unfinished one is current.
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
