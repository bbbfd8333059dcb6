/** The result of a check. */
export interface Finding {
  readonly check: string
  readonly state: 'ok' | 'warning' | 'fault'
  /** A sentence, with the advice if something is wrong. */
  readonly says: string
}

export const ok = (check: string, says: string): Finding => ({ check, state: 'ok', says })
export const warning = (check: string, says: string): Finding => ({ check, state: 'warning', says })
export const fault = (check: string, says: string): Finding => ({ check, state: 'fault', says })
