import { checkArgument } from '../../arguments/argument.ts'
import { formatValue } from '../../arguments/format-value.ts'
import { nearestName } from '../../arguments/nearest-name.ts'
import { plainCopy } from '../../arguments/plain-object.ts'
import { SweetspotError } from '../../errors.ts'
import type { StudyObserver } from './observer.ts'

/** Maximum number of checked names of an object. */
const MAX_NAMES = 100

const METHODS: { readonly [method in keyof StudyObserver]-?: true } = {
  trialStarted: true,
  trialReported: true,
  trialFinished: true,
  trialPaused: true,
  notice: true,
}

/**
 * Checks an observer: each of our methods is a function or absent, and an object literal has no other functions with
 * similar names. Other functions, such as `close`, are allowed.
 *
 * @param what - The argument's name.
 * @throws ERR_INVALID_ARGUMENT
 */
export function checkObserver(what: string, given: unknown): void {
  const isObject = typeof given === 'object' && given !== null
  checkArgument(
    what,
    given,
    isObject && hasOnlyFunctions(given),
    'an object with functions such as trialFinished or notice',
  )
  const names = plainCopy(given)
  if (!names) return
  for (const name of Object.keys(names).slice(0, MAX_NAMES)) {
    if (Object.hasOwn(METHODS, name) || typeof names[name] !== 'function') continue
    const meant = nearestName(name, Object.keys(METHODS))
    if (meant === undefined) continue
    const text = `Unknown function ${formatValue(name)} of ${what}; did you mean "${meant}"?`
    throw new SweetspotError('ERR_INVALID_ARGUMENT', text)
  }
}

function hasOnlyFunctions(observer: object): boolean {
  try {
    return Object.keys(METHODS).every((name) => {
      const method: unknown = (observer as Record<string, unknown>)[name]
      return method === undefined || typeof method === 'function'
    })
  } catch {
    return false
  }
}
