/**
 * Adjusts the p-values of several tests to control the family-wise error rate: Holm (1979), "A simple sequentially
 * rejective multiple test procedure".
 */
export function holm(pValues: readonly number[]): readonly number[] {
  const order = pValues
    .map((_, index) => index)
    .sort((one, other) => (pValues[one] as number) - (pValues[other] as number))
  const adjusted = pValues.map(() => 0)
  let largest = 0
  for (const [rank, index] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * (pValues[index] as number)))
    adjusted[index] = largest
  }
  return adjusted
}
