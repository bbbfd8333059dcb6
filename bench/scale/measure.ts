/**
 * Opens the study of a file in a process of its own, asks once, and prints the figures as JSON.
 *
 * Arguments: the path of the file, and `write` to also tell, so that the process leaves what a writer leaves.
 */
import { openStudy, randomSampler } from 'sweetspot'
import { tenParameters } from '../speed/ten-parameters.ts'
import { STUDY } from './journals.ts'
import type { OpenFigures } from './results.ts'

const [path = '', mode = 'read'] = process.argv.slice(2)

const MEGABYTE = 1024 * 1024
const timed = async <T>(work: () => Promise<T>) => {
  const [began, cpu] = [performance.now(), process.cpuUsage()]
  const result = await work()
  const { user, system } = process.cpuUsage(cpu)
  return { result, wall: performance.now() - began, cpu: (user + system) / 1_000 }
}

const before = process.memoryUsage.rss()
const storage = `sqlite:${path}`
const open = await timed(() => openStudy({ storage, name: STUDY, space: tenParameters, sampler: randomSampler() }))
const study = open.result
const opened = process.memoryUsage.rss()
const firstAsk = await timed(() => study.ask())
const secondAsk = await timed(() => study.ask())
if (mode === 'write') await study.tell(firstAsk.result, 1)
const closing = await timed(() => study.close())
const figures: OpenFigures = {
  open: open.wall,
  openCpu: open.cpu,
  firstAsk: firstAsk.wall,
  secondAsk: secondAsk.wall,
  close: closing.wall,
  rss: opened / MEGABYTE,
  growth: (opened - before) / MEGABYTE,
  peak: process.resourceUsage().maxRSS / 1024,
}
console.log(JSON.stringify(figures))
