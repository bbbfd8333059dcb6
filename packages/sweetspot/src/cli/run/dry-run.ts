import { countOf, printable } from '@sweetspot/core'
import type { CommandContext } from '../command-context.ts'
import { renderedLine } from '../studies/command-text.ts'
import { openStudyWith } from '../studies/open-study-with.ts'
import { parameterText } from '../studies/parameter-text.ts'
import { trialsRoot } from '../trials-root.ts'
import type { RunPlan } from './run-plan.ts'

/** Command lines that are shown. */
const SHOWN = 3

/** Prints what a run would do, with a few of its command lines, and runs and writes nothing. */
export async function dryRun(plan: RunPlan, context: CommandContext): Promise<void> {
  const { space, directions, template, sweep, name, sampler, stored, totalTrials, gridSize } = plan
  const { print } = context
  const study = await openStudyWith(stored ? 'random' : sampler, 'none', {
    name,
    space,
    directions,
    seed: sweep.seed ?? stored?.seed ?? 0,
    observers: [{ notice: (text) => print.notice(text) }],
  })
  const { createdAt, key } = stored ?? study.snapshot
  const commands: string[] = []
  for (let number = 0; number < Math.min(SHOWN, totalTrials ?? SHOWN, gridSize ?? SHOWN); number += 1) {
    const trial = await study.ask()
    commands.push(renderedLine(template, trial, { name, space, createdAt, key }, trialsRoot(context)))
  }
  await study.close()
  const goal = Object.entries(directions).map(([metric, direction]) => `${direction} ${metric}`)
  const trials = totalTrials ?? (gridSize === undefined ? undefined : gridSize)
  await print.sheet({
    data: { study: name, isNew: !stored, directions, sampler, trials, commands },
    lines: [
      { label: 'study', text: `${name} (${stored ? `${countOf(stored.trials.next, 'trial')} so far` : 'new'})` },
      { label: 'goal', text: goal.join(', ') },
      ...space.dimensions.map((dimension) => ({ label: `  ${dimension.name}`, text: parameterText(dimension) })),
      { label: 'sampler', text: sampler },
      { label: 'trials', text: trials === undefined ? 'no limit' : `${trials} in total` },
    ],
  })
  if (print.format !== 'table') return
  print.raw(`\nCommands such as:\n${commands.map((line) => `  ${printable(line)}\n`).join('')}`)
}
