import type { Json } from '@sweetspot/core'
import { paramText, type ValueStyle } from '../command-template.ts'
import { pythonText } from './python-text.ts'

/** The value of a param in argv. */
export const valueText = (value: Json, style: ValueStyle = 'json'): string =>
  style === 'python' ? pythonText(value) : paramText(value)
