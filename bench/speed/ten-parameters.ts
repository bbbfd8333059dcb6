import { choice, float, int, type Params, space, type Trial } from 'sweetspot'

/** Ten parameters of several kinds, as a declared space. */
export const tenParameters = space({
  a: float(-5, 10),
  b: float(1e-5, 1e-1, { log: true }),
  c: float(0, 1, { step: 0.05 }),
  d: float(0, 1),
  e: int(1, 100),
  f: int(16, 1024, { log: true }),
  g: int(0, 10),
  h: choice(['adam', 'sgd', 'rmsprop']),
  i: choice([true, false]),
  j: float(-1, 1),
})

/** The same ten parameters, define-by-run. */
export function askForTen(trial: Trial<Params>): void {
  trial.float('a', -5, 10)
  trial.float('b', 1e-5, 1e-1, { log: true })
  trial.float('c', 0, 1, { step: 0.05 })
  trial.float('d', 0, 1)
  trial.int('e', 1, 100)
  trial.int('f', 16, 1024, { log: true })
  trial.int('g', 0, 10)
  trial.choice('h', ['adam', 'sgd', 'rmsprop'])
  trial.choice('i', [true, false])
  trial.float('j', -1, 1)
}
