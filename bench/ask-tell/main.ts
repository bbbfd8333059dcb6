/**
 * Measures ask and tell on a file against its targets: two bare inserts with an fsync each on the same disk, and Optuna.
 *
 * `npm run bench:ask-tell -- --help` lists the options.
 */
import { parseArgs } from 'node:util'
import { thisMachine } from '../machine.ts'
import { benchAskTell, showAskTell } from '../speed/ask-tell.ts'
import { benchOptuna, showOptuna } from '../speed/optuna.ts'
import { duration } from '../speed/timing.ts'

const USAGE = `npm run bench:ask-tell -- [options]

  --python PATH         also measure Optuna, with this Python (see npm run bench:peers)`

/** The target for ask and tell over two bare inserts. */
const MOST_INSERTS = 1.3
/** The target for Optuna's ask and tell over ours. */
const LEAST_OPTUNA = 30

const { values } = parseArgs({
  options: { python: { type: 'string' }, help: { type: 'boolean', default: false } },
})
if (values.help) console.log(USAGE)
else {
  const machine = thisMachine()
  console.log(`Node ${machine.node}, ${machine.cores} × ${machine.processor}\n`)
  const ours = await benchAskTell()
  console.log(showAskTell(ours).join('\n'))
  const beyond = ours.sqlite.median - 2 * ours.fsyncedInsert.median
  // The disk decides the ratio: the time beyond the inserts is that of the processor.
  console.log(`beyond two bare inserts: ${duration(beyond)}; target: at most ${MOST_INSERTS} times two inserts`)
  if (values.python !== undefined) {
    console.log(`\n${showOptuna(benchOptuna(values.python), ours).join('\n')}\ntarget: at least ${LEAST_OPTUNA} times`)
  }
}
