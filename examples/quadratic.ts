/** Minimises (x − 2)²; the minimum is at x = 2. */
import { createStudy } from 'sweetspot'

const study = await createStudy({ direction: 'minimize', seed: 1 })
await study.optimize((trial) => (trial.float('x', -10, 10) - 2) ** 2, { trials: 25 })

const { number, params, value } = study.best
console.log(`x = ${String(params['x'])} gives ${value}: trial ${number} of ${study.trials.length}.`)
