import { rmSync } from 'node:fs'
import * as core from '@sweetspot/core'
import * as tuners from '@sweetspot/tfjs'
import * as product from 'sweetspot'
import * as interchange from 'sweetspot/interchange'
import * as plots from 'sweetspot/plots'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CORE_CALLS, CORE_METHODS, CORE_OWN_CALLS } from './hostile/core-calls.ts'
import { folder, INTERCHANGE_CALLS, PLOT_CALLS, SWEETSPOT_CALLS } from './hostile/sweetspot-calls.ts'
import { TFJS_CALLS, TFJS_METHODS, TFJS_OWN_CALLS } from './hostile/tfjs-calls.ts'
import { HOSTILE, WRAPPED } from './hostile/values.ts'
import { type Calls, faultOf, type Place } from './hostile/verdict.ts'

/**
 * How many further cases are tried, with values hidden in others. Where it is given, every value is put into every place,
 * for instance by `HOSTILE_CASES=100000 npx vitest run tests/hostile-values.test.ts`; else each place gets every sixth
 * value, and its neighbour the next ones.
 */
const GIVEN = process.env['HOSTILE_CASES']
const EXTRA = Number(GIVEN ?? 500)
const SHARES = GIVEN === undefined ? 6 : 1

const placesOf = (calls: Readonly<Record<string, Calls>>, passesOn: boolean): Place[] =>
  Object.entries(calls).flatMap(([of, list]) => list.map((call) => ({ of, call, passesOn })))

const unhandled: unknown[] = []
const take = (reason: unknown) => unhandled.push(reason)
let log: typeof console.log

beforeAll(() => {
  process.on('unhandledRejection', take)
  log = console.log
  console.log = () => {}
})
afterAll(() => {
  console.log = log
  process.off('unhandledRejection', take)
  rmSync(folder, { recursive: true, force: true })
})

interface Fault {
  readonly place: string
  readonly value: string
  readonly what: string
}

async function faultsOf(
  cases: Iterable<readonly [Place, string, () => unknown]>,
): Promise<{ count: number; faults: Fault[] }> {
  const faults: Fault[] = []
  let count = 0
  for (const [place, value, make] of cases) {
    count += 1
    const what = await faultOf(place, make())
    // Rejections are reported once the event loop turns.
    await new Promise((resolve) => setImmediate(resolve))
    const rejected = unhandled.splice(0).map((reason) => `left a rejection unhandled: ${core.messageOf(reason)}`)
    for (const fault of [...(what === undefined ? [] : [what]), ...rejected]) {
      faults.push({ place: `${place.of}: ${place.call.toString()}`, value, what: fault })
    }
  }
  return { count, faults }
}

function* everyValue(places: readonly Place[]): Generator<readonly [Place, string, () => unknown]> {
  const values = Object.entries(HOSTILE)
  for (const [index, place] of places.entries()) {
    for (const [order, [name, make]] of values.entries()) {
      if ((index + order) % SHARES === 0) yield [place, name, make]
    }
  }
}

/** About how many cases a door has. */
const casesOf = (places: readonly Place[]) => (places.length * Object.keys(HOSTILE).length) / SHARES + EXTRA

function* hiddenValues(places: readonly Place[], count: number): Generator<readonly [Place, string, () => unknown]> {
  const random = core.randomStream(core.keyFromSeed(9))
  const [values, wraps] = [Object.entries(HOSTILE), Object.entries(WRAPPED)]
  const draw = <T>(list: readonly T[]) => list[random.integer(list.length)] as T
  for (let index = 0; index < count; index += 1) {
    const [[value, make], [how, wrap]] = [draw(values), draw(wraps)]
    yield [draw(places), `${value} ${how}`, () => wrap(make())]
  }
}

const DOORS: Readonly<
  Record<
    string,
    {
      readonly door: object
      readonly calls: Readonly<Record<string, Calls>>
      readonly own: Readonly<Record<string, Calls>>
      readonly methods: Readonly<Record<string, readonly string[]>>
    }
  >
> = {
  '@sweetspot/core': { door: core, calls: CORE_CALLS, own: CORE_OWN_CALLS, methods: CORE_METHODS },
  sweetspot: { door: product, calls: SWEETSPOT_CALLS, own: {}, methods: {} },
  'sweetspot/interchange': { door: interchange, calls: INTERCHANGE_CALLS, own: {}, methods: {} },
  'sweetspot/plots': { door: plots, calls: PLOT_CALLS, own: {}, methods: {} },
  '@sweetspot/tfjs': { door: tuners, calls: TFJS_CALLS, own: TFJS_OWN_CALLS, methods: TFJS_METHODS },
}

it('there are at least 50 kinds of hostile values', () => {
  expect(Object.keys(HOSTILE).length).toBeGreaterThanOrEqual(50)
})

describe.each(Object.entries(DOORS))('%s', (specifier, { door, calls, own, methods }) => {
  const places = [...placesOf(calls, false), ...placesOf(own, true)]

  it('has a place for each public function and method', () => {
    const names = Object.entries(methods).flatMap(([of, list]) => list.map((name) => `${of}.${name}`))
    expect(Object.keys(calls).toSorted()).toEqual([...Object.keys(door), ...names].toSorted())
  })

  it('takes hostile values or refuses them with a code', { timeout: 120_000 + 50 * casesOf(places) }, async () => {
    const { count, faults } = await faultsOf(everyValue(places))
    const hidden = await faultsOf(hiddenValues(places, EXTRA))
    log(`${specifier}: ${places.length} places, ${count + hidden.count} cases`)
    expect([...faults, ...hidden.faults]).toEqual([])
  })
})
