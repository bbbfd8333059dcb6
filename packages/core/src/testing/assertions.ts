import { SweetspotError } from '../errors.ts'

/**
 * Asserts that two plain values are equal, including the sign of zero, the order of arrays, and own keys such as
 * `__proto__`, which comparisons of test runners often ignore.
 *
 * @throws Error with the path of the first difference
 */
export function assertExactly(actual: unknown, expected: unknown, path = 'value'): void {
  if (Object.is(actual, expected)) return
  const fail = (what: string): never => {
    throw new Error(`${path} ${what}`)
  }
  if (!isObject(actual) || !isObject(expected)) {
    fail(`is ${show(actual)}, not ${show(expected)}`)
    return
  }
  if (Array.isArray(actual) !== Array.isArray(expected)) fail('is an array on one side only')
  if (Array.isArray(actual) && Array.isArray(expected) && actual.length !== expected.length) {
    fail(`has ${actual.length} items, not ${expected.length}`)
  }
  const keys = Object.keys(expected)
  const surplus = Object.keys(actual).filter((key) => !Object.hasOwn(expected, key))
  if (surplus.length > 0) fail(`has the surplus key ${show(surplus[0])}`)
  for (const key of keys) {
    const [mine, other] = [ownValue(actual, key), ownValue(expected, key)]
    if (!mine) fail(`lacks the own key ${show(key)}`)
    assertExactly(mine?.value, other?.value, `${path}[${show(key)}]`)
  }
}

/**
 * Asserts that a promise rejects with a `SweetspotError` of the given code.
 *
 * @throws Error if it resolves, or rejects with another error
 */
export async function assertRejects(promise: Promise<unknown>, code: SweetspotError['code']): Promise<void> {
  let thrown: unknown
  try {
    await promise
  } catch (error) {
    thrown = error
  }
  if (thrown instanceof SweetspotError && thrown.code === code) return
  const received = thrown === undefined ? 'the promise resolved' : `received ${String(thrown)}`
  throw new Error(`Expected a rejection with ${code}; ${received}`, { cause: thrown })
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
const ownValue = (object: object, key: string) => Object.getOwnPropertyDescriptor(object, key)
const show = (value: unknown) =>
  typeof value === 'number' || value === undefined
    ? Object.is(value, -0)
      ? '-0'
      : String(value)
    : (JSON.stringify(value)?.slice(0, 100) ?? typeof value)
