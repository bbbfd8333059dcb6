/**
 * The brackets of Hyperband (Li et al. 2018, JMLR 18(185)) as KerasTuner lays them out: bracket `b` starts many trials
 * with few epochs and passes the best `1/factor` of each round on to the next, which trains them `factor` times longer,
 * until its last round `b` trains for `maxEpochs`. Bracket 0 trains few trials fully at once, the highest one trusts
 * short trainings most.
 */
export interface Round {
  /** How many trials it has. */
  readonly size: number
  /** Until which epoch its trials are trained. */
  readonly epochs: number
  /** From which epoch on: where the round before it ended. */
  readonly initialEpoch: number
}

/** The rounds of each bracket; the index is the number of the bracket. */
export function hyperbandBrackets(maxEpochs: number, factor: number): readonly (readonly Round[])[] {
  const count = bracketCount(maxEpochs, factor)
  return Array.from({ length: count }, (_, bracket) =>
    Array.from({ length: bracket + 1 }, (_unused, round): Round => {
      const epochs = epochsOf(maxEpochs, factor, bracket - round)
      const initialEpoch = round === 0 ? 0 : epochsOf(maxEpochs, factor, bracket - round + 1)
      return { size: sizeOf(maxEpochs, factor, bracket, round), epochs, initialEpoch }
    }),
  )
}

function bracketCount(maxEpochs: number, factor: number): number {
  let count = 0
  for (let epochs = maxEpochs; epochs >= 1; epochs /= factor) count += 1
  return count
}

const epochsOf = (maxEpochs: number, factor: number, roundsLeft: number) => Math.ceil(maxEpochs / factor ** roundsLeft)

/** Each bracket costs about as much as the first one. */
function sizeOf(maxEpochs: number, factor: number, bracket: number, round: number): number {
  const endSize = Math.ceil(1 + Math.log(maxEpochs) / Math.log(factor)) / (bracket + 1)
  return Math.ceil(endSize * factor ** (bracket - round))
}
