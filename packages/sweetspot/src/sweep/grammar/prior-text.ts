import { causeText, distribution, type RangePrior } from '@sweetspot/core'
import { NUMBER, TextFault } from './scalar-list.ts'

/** The prefixes of distributions: what their two numbers are, the prior, and the range without one of its own. */
const PRIORS = {
  normal: {
    numbers: 'a mean and a standard deviation, as in normal:0,1',
    prior: (mean: number, sd: number): RangePrior => distribution({ normal: { mean, sd } }),
    range: '-inf..inf',
  },
  'log-normal': {
    numbers: 'the mean and the standard deviation of the logarithm, as in log-normal:-7,1',
    prior: (mean: number, sd: number): RangePrior => distribution({ logNormal: { mean, sd } }),
    range: '0..inf',
  },
  beta: {
    numbers: 'a and b, as in beta:2,5',
    prior: (a: number, b: number): RangePrior => distribution({ beta: { a, b } }),
    range: '0.0..1.0',
  },
} as const

export type PriorKind = keyof typeof PRIORS

export const isPriorKind = (kind: string): kind is PriorKind => Object.hasOwn(PRIORS, kind)

/** A distribution in a text. */
export interface FoundPrior {
  readonly prior: RangePrior
  /** The range that it has if none follows. */
  readonly range: string
  /** Index of what follows its numbers: the end of the text, or the character after a colon. */
  readonly end: number
}

const TWO = new RegExp(`^\\s*(${NUMBER})\\s*,\\s*(${NUMBER})\\s*(:|$)`)

/**
 * Reads the two numbers of a distribution.
 *
 * @param from - Index after its prefix.
 * @throws TextFault without two numbers that end the text or a colon ends
 */
export function priorAt(text: string, from: number, kind: PriorKind): FoundPrior {
  const { numbers, prior, range } = PRIORS[kind]
  const [all, one, other] = TWO.exec(text.slice(from)) ?? []
  if (all === undefined) throw new TextFault(from, `expected ${numbers}`)
  const end = from + all.length
  try {
    return { prior: prior(Number(one), Number(other)), range, end }
  } catch (thrown) {
    throw new TextFault(from, causeText(thrown))
  }
}

/** The prefix of a prior, such as `normal:0,1`, and the range that it has without one. */
export function priorText(prior: RangePrior): { readonly text: string; readonly range: string } {
  if ('beta' in prior) return { text: `beta:${prior.beta.a},${prior.beta.b}`, range: PRIORS.beta.range }
  const kind = 'normal' in prior ? 'normal' : 'log-normal'
  const { mean, sd } = 'normal' in prior ? prior.normal : prior.logNormal
  return { text: `${kind}:${mean},${sd}`, range: PRIORS[kind].range }
}
