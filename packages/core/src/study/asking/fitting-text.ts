/** Says from how many finished trials samplers learn after a change of the search space. */
export function fittingText(fitting: number, others: number): string {
  const learned = `Samplers learn from ${fitting} of ${fitting + others} finished trials: those that fit the space.`
  return others > 0 ? `${learned} The others stay in study.trials only.` : learned
}
