/** Find the x for which (x − 2)² is least, without knowing that it is 2. */
import { createStudy } from 'sweetspot'

const study = await createStudy({ direction: 'minimize', seed: 1 })
await study.optimize((trial) => (trial.float('x', -10, 10) - 2) ** 2, { trials: 25 })

const { number, params, value } = study.best
console.log(`x = ${String(params['x'])} gives ${value}: trial ${number} of ${study.trials.length}.`)
