/**
 * `npm start`: makes the checkout ready and tunes the MNIST example. Arguments after `--` are the example's.
 *
 * The example runs as a direct child with this terminal's stdin, stdout and stderr, so that Ctrl-C reaches it once and
 * its exit code is the command's.
 */
import { setup } from './setup.mjs'
import { pinnedNode, run } from './workspace.mjs'

await setup()
process.exitCode = await run(pinnedNode, ['examples/mnist/main.ts', ...process.argv.slice(2)])
