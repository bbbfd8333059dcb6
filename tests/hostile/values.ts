/** What hostile functions and getters throw: an error that is not ours. */
export const THROWN = new Error('thrown by a hostile value')

const fail = (): never => {
  throw THROWN
}

function cyclic(): object {
  const one: Record<string, unknown> = { name: 'cycle' }
  one['self'] = one
  return one
}

function nested(depth: number, wrap: (inner: unknown) => unknown): unknown {
  let value: unknown = 0
  for (let level = 0; level < depth; level += 1) value = wrap(value)
  return value
}

function revoked(target: object): unknown {
  const { proxy, revoke } = Proxy.revocable(target, {})
  revoke()
  return proxy
}

const TRAPS: ProxyHandler<object> = {
  get: fail,
  has: fail,
  ownKeys: fail,
  getPrototypeOf: fail,
  getOwnPropertyDescriptor: fail,
}

function sparse(length: number): unknown[] {
  const list: unknown[] = []
  list.length = length
  return list
}

class Inherited {
  readonly trials = 3
}

/** Values by name that no caller means to pass, each made anew for each use. */
export const HOSTILE: Readonly<Record<string, () => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  true: () => true,
  false: () => false,
  NaN: () => Number.NaN,
  Infinity: () => Number.POSITIVE_INFINITY,
  '-Infinity': () => Number.NEGATIVE_INFINITY,
  '-0': () => -0,
  'a fraction': () => 0.5,
  'a negative number': () => -1,
  'the largest number': () => Number.MAX_VALUE,
  'the smallest number': () => Number.MIN_VALUE,
  'the largest safe integer': () => Number.MAX_SAFE_INTEGER,
  '2^53': () => 2 ** 53,
  'an empty text': () => '',
  'a text': () => 'hostile',
  'a number as a text': () => '3',
  'a lone surrogate': () => '\ud800',
  'control characters': () => '\u0000\u001b[31m',
  'the text __proto__': () => '__proto__',
  'a text of a million letters': () => 'x'.repeat(1_000_000),
  'a symbol': () => Symbol('hostile'),
  'a well-known symbol': () => Symbol.iterator,
  'a bigint': () => 1n,
  'a huge bigint': () => 10n ** 10_000n,
  'an empty array': () => [],
  'an array of null': () => [null],
  'an array of texts': () => ['a', 'a'],
  'a sparse array of a million': () => sparse(1_000_000),
  'an array of 100,000': () => Array.from({ length: 100_000 }, () => 0),
  'an array with itself': () => {
    const list: unknown[] = []
    list.push(list)
    return list
  },
  'an array of symbols': () => [Symbol('item')],
  'an empty object': () => ({}),
  'an object without a prototype': () => Object.create(null) as unknown,
  'an object with unknown keys': () => ({ hostile: 1, n_trials: 2 }),
  'an own __proto__': () => JSON.parse('{"__proto__": {"trials": 1}}') as unknown,
  'a key that is a lone surrogate': () => ({ '\ud800': 1 }),
  'a symbol as a key': () => ({ [Symbol('key')]: 1 }),
  'an object of 10,000 keys': () =>
    Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`k${index}`, index])),
  'a cyclic object': cyclic,
  'a frozen object': () => Object.freeze({ a: Object.freeze([1]) }),
  'an object 100,000 deep': () => nested(100_000, (inner) => ({ inner })),
  'an array 100,000 deep': () => nested(100_000, (inner) => [inner]),
  'an object that inherits': () => Object.create({ trials: 1 }) as unknown,
  'an instance of a class': () => new Inherited(),
  'a getter that throws': () => Object.defineProperty({}, 'trials', { get: fail, enumerable: true }),
  'getters that throw for all our names': () =>
    Object.defineProperties(
      {},
      Object.fromEntries(
        ['name', 'number', 'length', 'then', 'toJSON', 'dimensions', 'suggest', 'values', 'kind', 'state'].map(
          (name) => [name, { get: fail, enumerable: true }],
        ),
      ),
    ),
  'a failing toString': () => ({ toString: fail, valueOf: fail }),
  'a failing toJSON': () => ({ toJSON: fail }),
  'a failing toPrimitive': () => ({ [Symbol.toPrimitive]: fail }),
  'a failing iterator': () => ({ [Symbol.iterator]: fail, length: 3 }),
  'a proxy': () => new Proxy({}, {}),
  'a proxy that fails': () => new Proxy({}, TRAPS),
  'a proxy of a function that fails': () => new Proxy(() => 1, { ...TRAPS, apply: fail }),
  'a revoked proxy': () => revoked({}),
  'a revoked proxy of an array': () => revoked([]),
  'a revoked proxy of a function': () => revoked(() => 1),
  'a function': () => () => 1,
  'a function that returns nothing': () => () => {},
  'a function that throws': () => fail,
  'a function that throws undefined': () => () => {
    // oxlint-disable-next-line typescript/only-throw-error
    throw undefined
  },
  'a function that rejects': () => async () => fail(),
  'a function that rejects with undefined': () => () => Promise.reject(undefined),
  'a function that returns a thenable': () => () => ({
    // oxlint-disable-next-line no-thenable
    then: (resolve: (value: number) => void) => resolve(1),
  }),
  'a generator function': () =>
    function* () {
      yield 1
    },
  'a class': () => class Hostile {},
  'a class of errors': () => class extends Error {},
  'a constructor': () => Date,
  'a promise': () => Promise.resolve(1),
  'a promise that is rejected': () => {
    const rejected = Promise.reject(THROWN)
    // Its rejection is the caller's affair, also where it is not looked at.
    rejected.catch(() => {})
    return rejected
  },
  'a thenable that throws': () => ({
    // oxlint-disable-next-line no-thenable
    then: fail,
  }),
  // oxlint-disable-next-line no-thenable
  'a thenable whose then fails to be read': () => Object.defineProperty({}, 'then', { get: fail }),
  'a date': () => new Date(0),
  'an invalid date': () => new Date(Number.NaN),
  'a map': () => new Map([['a', 1]]),
  'a set': () => new Set([1]),
  'a weak map': () => new WeakMap(),
  'a regular expression': () => /x/g,
  'an error': () => new Error('hostile'),
  'typed numbers': () => Float64Array.of(1, Number.NaN),
  'a buffer': () => new ArrayBuffer(8),
  'a signal': () => new AbortController().signal,
  'an aborted signal': () => AbortSignal.abort(THROWN),
  'a proxy of a signal': () => new Proxy(new AbortController().signal, {}),
  'the global object': () => globalThis,
  'a boxed number': () => Object(1) as unknown,
  'a boxed text': () => Object('text') as unknown,
  'a URL': () => new URL('https://example.org'),
}

/** Ways to hide a value in another one. */
export const WRAPPED: Readonly<Record<string, (value: unknown) => unknown>> = {
  'in an array': (value) => [value],
  'in a long array': (value) => [1, value, 'a', null, value],
  'as a property': (value) => ({ value }),
  'under our names': (value) => ({ name: value, number: value, values: value, x: value, state: value, metric: value }),
  'under a kind': (value) => ({ kind: 'float', low: value, high: value, values: value, default: value }),
  'as the result of a function': (value) => () => value,
  'as the result of a promise': (value) => {
    const promise = Promise.resolve(value)
    promise.catch(() => {})
    return promise
  },
  'as the result of methods': (value) => ({
    name: 'hostile',
    suggest: () => value,
    decide: () => value,
    next: () => value,
    isMet: () => value,
    run: () => value,
    holds: () => value,
    description: 'hostile',
    now: () => value,
    after: () => value,
    trialFinished: () => value,
    notice: () => value,
    write: () => value,
  }),
  'as properties of an iterator': (value) => ({ [Symbol.iterator]: () => value, length: value }),
  'as a name': (value) => ({
    [typeof value === 'symbol' ? value : typeof value === 'string' ? value : 'x']: { atMost: value },
  }),
}
