/** Prints the delay of the event loop of an idle process as JSON when its input ends: what other load costs. */
import { monitorEventLoopDelay } from 'node:perf_hooks'

const RESOLUTION = 5
const delays = monitorEventLoopDelay({ resolution: RESOLUTION })
delays.enable()
process.stdin.resume()
process.stdin.once('end', () => {
  delays.disable()
  const milliseconds = (nanoseconds: number) => nanoseconds / 1e6 - RESOLUTION
  console.log(JSON.stringify({ p99: milliseconds(delays.percentile(99)), max: milliseconds(delays.max) }))
})
