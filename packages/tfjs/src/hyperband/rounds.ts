/** One round of a bracket: so many trials, trained from one epoch to another. */
export interface Round {
  /** How many trials it has. */
  readonly size: number
  /** Until which epoch its trials are trained. */
  readonly epochs: number
  /** From which epoch on: where the round before it ended. */
  readonly initialEpoch: number
}

/**
 * The brackets of Hyperband (Li et al. 2018, JMLR 18(185)) as KerasTuner lays them out: bracket `b` starts many trials
 * with few epochs and passes the best `1/factor` of each round on to the next, which trains them `factor` times longer,
 * until its last round `b` trains for `maxEpochs`. Bracket 0 trains few trials fully at once, the highest one trusts
 * short trainings most.
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

/** Each bracket costs about as much as the first one, whose last round has ⌈1 + log(maxEpochs) / log(factor)⌉ trials. */
function roundSize(maxEpochs: number, factor: number, bracket: number, round: number): number {
  const endSize = (1 + wholeLogarithm(maxEpochs, factor)) / (bracket + 1)
  return Math.ceil(endSize * factor ** (bracket - round))
}

/** The logarithm rounded up. Counted, since V8 has log(81) / log(3) a little above 4, which would be rounded to 5. */
function wholeLogarithm(value: number, base: number): number {
  let logarithm = 0
  for (let power = 1; power < value * (1 - 1e-12); power *= base) logarithm += 1
  return logarithm
}
