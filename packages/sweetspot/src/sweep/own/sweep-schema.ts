import type { Json } from '@sweetspot/core'
import type { z as Zod } from 'zod'

import { durationOf } from '../duration-text.ts'
import { METRIC_TEXT } from '../metric-text.ts'

/** The schema of the members of a sweep file, besides the parameters of its space. */
export function sweepSchema(z: typeof Zod) {
  const json: Zod.ZodType<Json> = z.json()
  const count = z.number().int().min(1)
  const duration = z
    .string({ error: 'Expected a duration with its unit, such as 90s, 10m or 2h.' })
    .transform((text, context) => {
      const milliseconds = durationOf(text.replaceAll(' ', ''))
      if (milliseconds !== undefined) return milliseconds
      const message = `Expected a duration such as 90s, 10m or 2h; received ${JSON.stringify(text)}.`
      context.addIssue({ code: 'custom', message })
      return z.NEVER
    })
  const names = z.union([z.string(), z.array(z.string())]).transform((given) => [given].flat())
  const bound = z.strictObject({ atMost: z.number().optional(), atLeast: z.number().optional() })
  const constraint = bound.transform(({ atMost, atLeast }, context) => {
    if (atMost !== undefined) return { atMost, ...(atLeast !== undefined && { atLeast }) }
    if (atLeast !== undefined) return { atLeast }
    context.addIssue({ code: 'custom', message: 'Expected atMost, atLeast or both.' })
    return z.NEVER
  })
  const texts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String))
  return z.strictObject({
    name: z.string().min(1).optional(),
    description: z.string().optional(),
    space: z.unknown().optional(),
    minimize: names.optional(),
    maximize: names.optional(),
    constraints: z.record(z.string(), constraint).optional(),
    target: z.number().optional(),
    command: z
      .union([z.string().min(1), z.array(z.union([z.string(), z.number()]).transform(String)).min(1)])
      .optional(),
    shell: z.boolean().optional(),
    secrets: z.array(z.string()).optional(),
    metric: z.string().regex(METRIC_TEXT, 'Expected json, regex:PATTERN or file:PATH.').optional(),
    environment: texts.optional(),
    sampler: z.enum(['auto', 'gp', 'random', 'grid', 'quasi-random']).optional(),
    pruner: z.enum(['auto', 'median', 'none']).optional(),
    seed: z.number().int().optional(),
    trials: count.optional(),
    timeout: duration.optional(),
    trialTimeout: duration.optional(),
    concurrency: count.optional(),
    retries: z.number().int().min(0).optional(),
    retryDelay: duration.optional(),
    maxFailures: count.optional(),
    gpus: z.union([z.literal('auto'), z.array(z.number().int().min(0)).min(1)]).optional(),
    tags: z.record(z.string(), json).optional(),
    enqueue: z.array(z.record(z.string(), json)).optional(),
  })
}

/** The content of a valid sweep file. */
export type SweepContent = Zod.output<ReturnType<typeof sweepSchema>>
