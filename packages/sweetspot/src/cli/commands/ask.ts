import type { Params, Study } from '@sweetspot/core'
import { formatJson } from '../../text/format-value.ts'
import type { CommandCode } from '../command-code.ts'
import type { CommandContext } from '../command-context.ts'
import { withStudy } from '../studies/open-for-writing.ts'
import { paramsIn } from '../studies/params-forms.ts'
import { keptSampler, type SamplerName } from '../studies/sampler-choice.ts'

/** `sweetspot ask` */
export const ask: CommandCode<'ask'> = async ({ arguments: { study }, options: { sampler, as } }, context) => {
  const first = await askWith(sampler, study, context)
  const { number, params, name } = 'instead' in first ? await askOf(first.instead, study, context) : first
  const { print } = context
  if (as !== undefined) {
    print.notice(`Trial ${number} of ${name}.`)
    return print.raw(await paramsIn(as, params))
  }
  await print.sheet({
    data: { number, params },
    lines: [
      { label: 'trial', text: `${number} of ${name}`, paint: (paint) => paint.cyan },
      ...Object.entries(params).map(([label, value]) => ({ label, text: formatJson(value) })),
    ],
  })
  if (print.format === 'table') print.notice(`Then: sweetspot tell ${name} ${number} VALUE`)
}

interface Asked {
  readonly number: number
  readonly params: Params
  readonly name: string
}

/**
 * Asks with a sampler, or with the one that the study keeps. To find that out, the study is opened with random search,
 * which often is the one: then it is not read twice.
 */
async function askWith(
  sampler: SamplerName | undefined,
  study: string | undefined,
  context: CommandContext,
): Promise<Asked | { readonly instead: SamplerName }> {
  if (sampler !== undefined) return askOf(sampler, study, context)
  return withStudy(context, study, async (opened, snapshot) => {
    const kept = keptSampler(snapshot) ?? 'auto'
    return kept === 'random' ? asked(opened) : { instead: kept }
  })
}

const askOf = (sampler: SamplerName, study: string | undefined, context: CommandContext): Promise<Asked> =>
  withStudy(context, study, asked, { sampler })

async function asked(study: Study): Promise<Asked> {
  const { number, params } = await study.ask({ detached: true })
  return { number, params, name: study.name }
}
