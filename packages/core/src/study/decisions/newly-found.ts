import { SweetspotError } from '../../errors.ts'
import { type Discovery, discover } from '../../space/discovery/discover.ts'
import { parameterFromJson } from '../../space/json.ts'
import type { TrialTrace } from '../trial-trace.ts'

type Found = NonNullable<TrialTrace['found']>

export interface NewlyFound {
  /** What the study does not know by now, and can be added to what it knows; absent if there is nothing. */
  readonly found?: Found
  /** Why a parameter cannot be added: another trial asked for it in another way meanwhile. In the journal it would make
   * the study unreadable. */
  readonly conflict?: SweetspotError
  /** What the study knows with them. */
  readonly discovery: Discovery
}

/** Sorts parameters that a trial found, as JSON by name, by what the study knows by now. */
export function newlyFound(discovery: Discovery, found: Found): NewlyFound {
  let known = discovery
  let conflict: SweetspotError | undefined
  const fresh: [string, Found[string]][] = []
  for (const [name, json] of Object.entries(found)) {
    try {
      const grown = discover(known, { [name]: parameterFromJson(json, name) })
      if (grown !== known) fresh.push([name, json])
      known = grown
    } catch (error) {
      if (!(error instanceof SweetspotError)) throw error
      conflict ??= error
    }
  }
  return {
    ...(fresh.length > 0 && { found: Object.fromEntries(fresh) }),
    ...(conflict && { conflict }),
    discovery: known,
  }
}
