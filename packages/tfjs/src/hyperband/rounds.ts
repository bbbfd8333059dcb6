/** One round of a bracket. */
export interface Round {
  /** The number of trials. */
  readonly size: number
  /** The epoch at which its trainings end. */
  readonly epochs: number
  /** The epoch at which its trainings start: the end of the previous round. */
  readonly initialEpoch: number
}

/**
 * Returns the brackets of Hyperband (Li et al. 2018, JMLR 18(185)), as in KerasTuner. Bracket `b` starts many trials with
 * few epochs and promotes the best `1/factor` of each round to the next, which trains them `factor` times longer. Its last
 * round `b` trains for `maxEpochs`. Bracket 0 trains few trials for all epochs; the highest bracket relies most on short
 * trainings.
 *
 * @param maxEpochs - A positive integer.
 * @param factor - At least 2.
 * @returns The rounds of each bracket; the index is the number of the bracket.
 */
export function hyperbandBrackets(maxEpochs: number, factor: number): readonly (readonly Round[])[] {
  return Array.from({ length: bracketCount(maxEpochs, factor) }, (_, bracket) => {
    const epochsAfter = (round: number) => Math.ceil(maxEpochs / factor ** (bracket - round))
    return Array.from({ length: bracket + 1 }, (_unused, round) => ({
      size: roundSize(maxEpochs, factor, bracket, round),
      epochs: epochsAfter(round),
      initialEpoch: round === 0 ? 0 : epochsAfter(round - 1),
    }))
  })
}

function bracketCount(maxEpochs: number, factor: number): number {
  let count = 0
  for (let epochs = maxEpochs; epochs >= 1; epochs /= factor) count += 1
  return count
}

/** All brackets cost about as much as bracket 0, whose round has ⌈1 + log(maxEpochs) / log(factor)⌉ trials. */
function roundSize(maxEpochs: number, factor: number, bracket: number, round: number): number {
  const endSize = (1 + wholeLogarithm(maxEpochs, factor)) / (bracket + 1)
  return Math.ceil(endSize * factor ** (bracket - round))
}

/** The logarithm rounded up, by counting: in V8, log(81) / log(3) is slightly above 4 and would be rounded up to 5. */
function wholeLogarithm(value: number, base: number): number {
  let logarithm = 0
  for (let power = 1; power < value * (1 - 1e-12); power *= base) logarithm += 1
  return logarithm
}
