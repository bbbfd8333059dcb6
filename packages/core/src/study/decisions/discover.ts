import { SweetspotError } from '../../errors.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import { isNewTo } from '../../space/discovery/discover.ts'
import type { Parameter } from '../../space/parameters/parameter.ts'
import { parameterJson } from '../../space/parameters/parameter-json.ts'
import type { Decision } from './decision.ts'

/**
 * Declares parameters of a define-by-run space, as if a trial had asked for them.
 *
 * @throws ERR_PARAMETER_CONFLICT if the space is declared
 */
export function discover(
  { name, hasDeclaredSpace, discovery }: StudySnapshot,
  parameters: readonly (readonly [name: string, parameter: Parameter])[],
  at: number,
): Decision<void> {
  if (hasDeclaredSpace)
    throw new SweetspotError(
      'ERR_PARAMETER_CONFLICT',
      `discover() needs a define-by-run space; the space of ${name} is declared.`,
    )
  const found = parameters.filter(([parameterName, parameter]) => isNewTo(discovery, parameterName, parameter))
  if (found.length === 0) return { events: [], result: undefined }
  const json = Object.fromEntries(found.map(([parameterName, parameter]) => [parameterName, parameterJson(parameter)]))
  return { events: [{ type: 'space-discovered', found: json, at }], result: undefined }
}
