import { checkArgument } from '../arguments/argument.ts'
import { formatValue } from '../arguments/format-value.ts'
import type { OptionNames } from '../arguments/options.ts'
import { isList } from '../arguments/shape.ts'
import { SweetspotError } from '../errors.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { Json } from '../space/json-value.ts'
import type { FloatParameter, IntParameter, Scale } from '../space/parameters/parameter.ts'
import type { Params } from '../space/params.ts'
import type { Dimension } from '../space/search-space.ts'

/** The axis of a parameter: numeric, or a list of categories whose positions are their indices. */
export type ParameterAxis =
  | {
      readonly kind: 'number'
      /** The unique id in the study: the name, unless the name occurs in several branches. */
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
      /** Whether the values have an order. */
      readonly ordered: boolean
      readonly values: readonly Json[]
    }

/** The parameters that an analysis is about. */
export interface ParametersOption {
  /** The names of parameters. Default: all that vary. */
  readonly parameters?: readonly string[]
}

/** The names of {@link ParametersOption}, for options that contain it. */
export const PARAMETERS_NAMES: OptionNames<ParametersOption> = { parameters: ['params'] }

/** The axis of a dimension. */
export interface AxisOfDimension {
  readonly axis: ParameterAxis
  readonly dimension: Dimension
  /**
   * The position of params on the axis; undefined if the parameter is inactive, or its value is no longer in the space.
   */
  position(params: Params): number | undefined
}

/**
 * Returns the axes of the chosen parameters, or of all that vary, in the order of the space.
 *
 * @throws ERR_INVALID_ARGUMENT if the study does not have a parameter
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

/** The scale on which a parameter is shown: values of a log-normal prior are spread over orders of magnitude. */
const scaleOf = ({ scale, low, prior }: FloatParameter | IntParameter): Scale =>
  prior && 'logNormal' in prior && low > 0 ? 'log' : scale

function axisOf(dimension: Dimension): AxisOfDimension {
  const { id, name, parameter, domain, isActive } = dimension
  const axis: ParameterAxis =
    parameter.kind === 'float' || parameter.kind === 'int'
      ? {
          kind: 'number',
          id,
          name,
          scale: scaleOf(parameter),
          low: parameter.low,
          high: parameter.high,
          whole: [parameter.multipleOf ?? parameter.low, parameter.step ?? parameter.multipleOf].every(
            Number.isInteger,
          ),
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
