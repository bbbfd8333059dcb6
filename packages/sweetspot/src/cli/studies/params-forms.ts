import type { Json } from '@sweetspot/core'
import { paramText } from '../../command/command-template.ts'
import { paramVariables } from '../../command/trial-environment.ts'
import { jsonText, yamlText } from '../output/data-formats.ts'
import { shellWord } from './shell-word.ts'

/** The forms of params for other programs. */
export type ParamsForm = 'args' | 'json' | 'yaml' | 'env'

/** Formats params for another program, ending in a line break. */
export async function paramsIn(form: ParamsForm, params: { readonly [name: string]: Json }): Promise<string> {
  const entries = Object.entries(params)
  switch (form) {
    case 'json':
      return `${jsonText(params)}\n`
    case 'yaml':
      return yamlText(params)
    case 'args':
      return `${entries.map(([name, value]) => shellWord(`--${name}=${paramText(value)}`)).join(' ')}\n`
    case 'env':
      return Object.entries(paramVariables(params))
        .map(([variable, text]) => `${variable}=${shellWord(text)}\n`)
        .join('')
  }
}
