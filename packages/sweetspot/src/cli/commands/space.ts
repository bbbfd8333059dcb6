import {
  type Dimension,
  space as declareSpace,
  formatValue,
  nearestName,
  type SearchSpace,
  type Shape,
  type StudySnapshot,
  spaceFromJson,
  spaceToJson,
} from '@sweetspot/core'
import { productError } from '../../product-error.ts'
import { formatParameter } from '../../sweep/format-parameter.ts'
import type { CommandCode } from '../command-code.ts'
import type { CommandContext } from '../command-context.ts'
import { cellText } from '../output/text-table.ts'
import { withStudy } from '../studies/open-for-writing.ts'
import { parameterText } from '../studies/parameter-text.ts'
import { readParameters } from '../studies/parameter-words.ts'
import { readStoredStudy } from '../studies/stored-study.ts'

/** `sweetspot space` */
export const space: CommandCode<'space'> = async ({ arguments: { study }, options: { set, remove } }, context) => {
  const snapshot = await readStoredStudy(context, study)
  if (set.length === 0 && remove.length === 0) return list(snapshot, context)
  const changed = await edited(snapshot, set, remove)
  await withStudy(context, snapshot.name, async (opened) => list(opened.snapshot, context), { space: changed })
}

/** The values in the grammar of `--set` and `-p`, or in words if the grammar has no form for them. */
function valuesText(dimension: Dimension): string {
  const { name, parameter, conditions, optional } = dimension
  const text = conditions.length > 0 || optional ? undefined : formatParameter(name, parameter)
  return text?.slice(name.length + 1) ?? parameterText(dimension)
}

/** Lists parameters, with their values in the best trial. */
async function list({ space: { dimensions }, best, name }: StudySnapshot, { print }: CommandContext): Promise<void> {
  await print.listing({
    columns: [
      { name: 'parameter' },
      { name: 'values' },
      { name: 'best', text: cellText },
      { name: 'kind', isDataOnly: true },
    ],
    rows: dimensions.map((dimension) => ({
      parameter: dimension.name,
      values: valuesText(dimension),
      best: best?.params[dimension.name],
      kind: dimension.parameter.kind,
    })),
    empty: `${name} has no parameters yet. Declare one: sweetspot space ${name} --set x=0.0..1.0`,
  })
}

/**
 * The space with parameters replaced, added and removed. Parameters that are not named keep their conditions.
 *
 * @throws ERR_USAGE for an unknown or conditional parameter, and the errors of the grammar
 */
async function edited(
  snapshot: StudySnapshot,
  set: readonly string[],
  remove: readonly string[],
): Promise<SearchSpace> {
  const { space: before } = snapshot
  const names = [...new Set(before.dimensions.map(({ name }) => name))]
  for (const name of remove) {
    if (names.includes(name)) continue
    const nearest = nearestName(name, names)
    const hint =
      nearest === undefined ? `Its parameters are ${names.join(', ') || 'none'}.` : `Did you mean ${nearest}?`
    throw productError('ERR_USAGE', `Unknown parameter ${formatValue(name)} of ${snapshot.name}. ${hint}`)
  }
  const parameters = await readParameters(set)
  for (const name of [...Object.keys(parameters), ...remove]) checkTop(before, name)
  const { dimensions, ...rest } = spaceToJson(before)
  const added = spaceToJson(declareSpace(parameters as Shape)).dimensions
  const replaced = dimensions.map((dimension) => added.find(({ name }) => name === dimension.name) ?? dimension)
  const kept = replaced.filter(({ name }) => !remove.includes(name))
  const all = [...kept, ...added.filter(({ name }) => !names.includes(name))]
  if (all.length === 0) throw productError('ERR_USAGE', 'Cannot remove all parameters: at least one must remain.')
  return spaceFromJson({ dimensions: all, ...rest, constraints: [] }, before.constraints)
}

/** A parameter of a branch, or one on which others depend, cannot be edited by its name alone. */
function checkTop({ dimensions }: SearchSpace, name: string): void {
  const own = dimensions.filter((dimension) => dimension.name === name)
  const isConditional = own.some(({ conditions }) => conditions.length > 0)
  const isParent = dimensions.some(({ conditions }) => conditions.some(({ parameter }) => parameter === name))
  if (!isConditional && !isParent) return
  const why = isConditional ? 'is active under conditions only' : 'decides whether others are active'
  throw productError('ERR_USAGE', `${name} ${why}: declare the whole space in code instead.`)
}
