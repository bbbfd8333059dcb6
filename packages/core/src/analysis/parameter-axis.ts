import { checkArgument } from '../arguments/argument.ts'
import { formatValue } from '../arguments/format-value.ts'
import type { OptionNames } from '../arguments/options.ts'
import { isList } from '../arguments/shape.ts'
import { SweetspotError } from '../errors.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { Json } from '../space/json-value.ts'
import type { Scale } from '../space/parameters/parameter.ts'
import type { Params } from '../space/params.ts'
import type { Dimension } from '../space/search-space.ts'

/** How a parameter is drawn: along its numbers, or as a list of categories whose positions are their indices. */
export type ParameterAxis =
  | {
      readonly kind: 'number'
      /** Unique in the study; the name, unless it stands in several branches. */
      readonly id: string
      readonly name: string
      readonly scale: Scale
      readonly low: number
      readonly high: number
      /** Whether all values are integers. */
      readonly whole: boolean
    }
  | {
      readonly kind: 'category'
      readonly id: string
      readonly name: string
      /** Whether the order of the values means something. */
      readonly ordered: boolean
      readonly values: readonly Json[]
    }

/** Which parameters an analysis is about. */
export interface ParametersOption {
  /** Names of parameters; all that vary unless given. */
  readonly parameters?: readonly string[]
}

/** The names of {@link ParametersOption}, for the lists of functions that have it. */
export const PARAMETERS_NAMES: OptionNames<ParametersOption> = { parameters: ['params'] }

export interface AxisOfDimension {
  readonly axis: ParameterAxis
  readonly dimension: Dimension
  /** Where params stand on the axis; undefined where the parameter is inactive, or its value not in the space any more. */
  position(params: Params): number | undefined
}

/**
 * The axes of the chosen parameters, or of all that have more than one value, in the order of the space.
 *
 * @throws ERR_INVALID_ARGUMENT for a name that the study does not have
 */
export function parameterAxes({ space, name }: StudySnapshot, { parameters }: ParametersOption): AxisOfDimension[] {
  checkArgument('parameters', parameters, parameters === undefined || isList(parameters), 'a list of names')
  const known = space.dimensions.map((dimension) => dimension.name)
  for (const wanted of parameters ?? []) {
    if (!known.includes(wanted)) {
      throw new SweetspotError(
        'ERR_INVALID_ARGUMENT',
        `${name} has no parameter ${formatValue(wanted)}; it has ${known.join(', ')}.`,
      )
    }
  }
  return space.dimensions
    .filter(({ name, domain }) => (parameters ? parameters.includes(name) : domain.levels > 1))
    .map(axisOf)
}

function axisOf(dimension: Dimension): AxisOfDimension {
  const { id, name, parameter, domain, isActive } = dimension
  const axis: ParameterAxis =
    parameter.kind === 'float' || parameter.kind === 'int'
      ? {
          kind: 'number',
          id,
          name,
          scale: parameter.scale,
          low: parameter.low,
          high: parameter.high,
          whole: [parameter.low, parameter.step].every(Number.isInteger),
        }
      : {
          kind: 'category',
          id,
          name,
          ordered: domain.ordered,
          values: Array.from({ length: domain.levels }, (_, index) => domain.valueAt(index)),
        }
  return {
    axis,
    dimension,
    position(params) {
      if (!isActive(params) || !Object.hasOwn(params, name)) return undefined
      const value = params[name] as Json
      if (!domain.contains(value)) return undefined
      return axis.kind === 'number' ? (value as number) : domain.indexOf(value)
    },
  }
}
