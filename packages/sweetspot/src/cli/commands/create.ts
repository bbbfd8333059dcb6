import type { Directions, Params } from '@sweetspot/core'
import { createStudy } from '@sweetspot/core/random'
import { mergeSweeps } from '../../sweep/merge-sweeps.ts'
import type { Sweep } from '../../sweep/sweep.ts'
import type { CommandCode } from '../command-code.ts'
import { readSweepArgument } from '../studies/read-sweep-argument.ts'
import { shellWord } from '../studies/shell-word.ts'
import { studySweep } from '../studies/study-sweep.ts'
import { sweepAttributes } from '../studies/sweep-attributes.ts'

/** `sweetspot create` */
export const create: CommandCode<'create'> = async ({ arguments: { study: name, sweep: file }, options }, context) => {
  const { storage, print, session } = context
  const read = await readSweepArgument(file, session.cwd, '')
  const sweep = mergeSweeps(read.sweep, await studySweep(options))
  const isNew = (await storage.find(name)) === undefined
  if (!isNew && options.ifMissing) return print.notice(`${name} exists already.`)
  for (const text of [...read.notices, ...ofRun(sweep)]) print.notice(text)
  const { space, directions = { value: 'minimize' } satisfies Directions, constraints, seed, sampler, command } = sweep
  const study = await createStudy<Params, string, string>({
    name,
    storage,
    directions,
    ...(space && { space }),
    ...(constraints && { constraints }),
    ...(seed !== undefined && { seed }),
    observers: [{ notice: (text) => print.notice(text) }],
  })
  try {
    const attributes = sweepAttributes(sweep, command, sampler)
    if (Object.keys(attributes).length > 0) await study.annotate(attributes)
    for (const params of sweep.enqueue ?? []) await study.enqueue(params, { skipIfTried: true })
  } finally {
    await study.close()
  }
  const goal = Object.entries(directions).map(([metric, direction]) => `${direction} ${metric}`)
  const isFile = [options.param, options.minimize, options.maximize, options.constraint].every(
    (given) => given.length === 0,
  )
  const next =
    command && isFile ? `Run it: sweetspot run ${shellWord(file ?? '')} --study` : 'Start a trial: sweetspot ask'
  print.notice(`Created ${name}: ${goal.join(', ')}. ${next} ${shellWord(name)}`)
}

/** Keys of a sweep file that each run decides, whatever the study was created with. */
const OF_RUN = [
  'target',
  'metric',
  'environment',
  'pruner',
  'trials',
  'timeout',
  'trialTimeout',
  'concurrency',
  'retries',
  'retryDelay',
  'maxFailures',
  'gpus',
] as const satisfies readonly (keyof Sweep)[]

function ofRun(sweep: Sweep): readonly string[] {
  const given = OF_RUN.filter((field) => sweep[field] !== undefined)
  return given.length === 0 ? [] : [`A run takes ${given.join(', ')} from the sweep file, not from the study.`]
}
