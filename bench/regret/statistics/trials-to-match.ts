/**
 * The number of trials after which a system is as near to the optimum as another one is after all of its trials, by the
 * means of log10 regret over seeds and tasks. Returns undefined if it does not come as near.
 *
 * @param own - Mean log10 regret of the best so far after each trial.
 * @param other - The same for the other system.
 */
export function trialsToMatch(own: readonly number[], other: readonly number[]): number | undefined {
  const goal = other.at(-1)
  if (goal === undefined) return undefined
  const index = own.findIndex((regret) => regret <= goal)
  return index < 0 ? undefined : index + 1
}
