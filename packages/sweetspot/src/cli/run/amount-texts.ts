import { formatValue } from '@sweetspot/core'
import { productError } from '../../product-error.ts'
import { durationOf } from '../../sweep/duration-text.ts'

/**
 * The milliseconds of the value of an option, such as `10m`; undefined without one.
 *
 * @throws ERR_USAGE
 */
export function durationOption(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const milliseconds = durationOf(text)
  if (milliseconds !== undefined && milliseconds > 0) return milliseconds
  throw productError(
    'ERR_USAGE',
    `Expected ${flag} to be a duration such as 90s, 10m or 2h; received ${formatValue(text)}.`,
  )
}

const UNITS: { readonly [unit: string]: number } = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KIB: 2 ** 10,
  MIB: 2 ** 20,
  GIB: 2 ** 30,
  TIB: 2 ** 40,
}

/**
 * The bytes of the value of an option, such as `8GB` or `512MiB`; undefined without one.
 *
 * @throws ERR_USAGE
 */
export function sizeOption(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?) ?([kmgt]?i?b)$/i.exec(text) ?? []
  const bytes = Math.round(Number(number) * (UNITS[unit.toUpperCase()] ?? Number.NaN))
  if (bytes >= 1) return bytes
  throw productError('ERR_USAGE', `Expected ${flag} to be a size such as 500MB or 8GB; received ${formatValue(text)}.`)
}

/**
 * The devices of the value of `--gpus`: numbers, or `auto`; undefined without one.
 *
 * @throws ERR_USAGE
 */
export function devicesOption(text: string | undefined): readonly number[] | 'auto' | undefined {
  if (text === undefined || text === 'auto') return text
  if (/^\d+(?:,\d+)*$/.test(text)) return text.split(',').map(Number)
  throw productError('ERR_USAGE', `Expected --gpus to be auto, or numbers such as 0,1; received ${formatValue(text)}.`)
}
