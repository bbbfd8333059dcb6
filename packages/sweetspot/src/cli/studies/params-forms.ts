import type { Json } from '@sweetspot/core'
import { paramText } from '../../command/command-template.ts'
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
      return entries.map(([name, value]) => `${paramVariable(name)}=${shellWord(paramText(value))}\n`).join('')
  }
}

/** The environment variable of a param: `SWEETSPOT_PARAM_` and the name, in capitals, with `_` for other characters. */
const paramVariable = (name: string) => `SWEETSPOT_PARAM_${name.toUpperCase().replace(/[^A-Z0-9_]/g, '_')}`
