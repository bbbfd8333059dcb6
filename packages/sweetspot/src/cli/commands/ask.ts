import { formatJson } from '../../text/format-value.ts'
import type { CommandCode } from '../command-code.ts'
import type { CommandContext } from '../command-context.ts'
import { withStudy } from '../studies/open-for-writing.ts'
import { paramsIn } from '../studies/params-forms.ts'
import type { SamplerName } from '../studies/sampler-choice.ts'
import { keptSampler } from '../studies/sampler-choice.ts'
import { readStoredStudy } from '../studies/stored-study.ts'

/** `sweetspot ask` */
export const ask: CommandCode<'ask'> = async ({ arguments: { study }, options: { sampler, as } }, context) => {
  const name = study
  const chosen = sampler ?? (await samplerOf(context, name))
  const asked = await withStudy(
    context,
    name,
    async (opened) => {
      const { number, params } = await opened.ask({ detached: true })
      return { number, params, study: opened.name }
    },
    { sampler: chosen },
  )
  const { number, params } = asked
  const { print } = context
  if (as !== undefined) {
    print.notice(`Trial ${number} of ${asked.study}.`)
    return print.raw(await paramsIn(as, params))
  }
  await print.sheet({
    data: { number, params },
    lines: [
      { label: 'trial', text: `${number} of ${asked.study}`, paint: (paint) => paint.cyan },
      ...Object.entries(params).map(([label, value]) => ({ label, text: formatJson(value) })),
    ],
  })
  if (print.format === 'table') print.notice(`Then: sweetspot tell ${asked.study} ${number} VALUE`)
}

async function samplerOf(context: CommandContext, study: string | undefined): Promise<SamplerName> {
  return keptSampler(await readStoredStudy(context, study)) ?? 'auto'
}
