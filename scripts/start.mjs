/**
 * `npm start`: sets up the checkout and runs the MNIST example with the arguments after `--`.
 *
 * The example is a direct child that inherits stdin, stdout and stderr, so it receives Ctrl-C once, and its exit code
 * becomes that of the command.
 */
import { setup } from './setup.mjs'
import { pinnedNode, run } from './workspace.mjs'

await setup()
process.exitCode = await run(pinnedNode, ['examples/mnist/main.ts', ...process.argv.slice(2)])
