import type { ParametersOption, StudySnapshot } from '@sweetspot/core'
import { productError } from '../../product-error.ts'
import type { CommandCode, CommandInput } from '../command-code.ts'
import { writeOutput } from '../output/write-output.ts'
import { readStoredStudy } from '../studies/stored-study.ts'

/** `sweetspot plot` */
export const plot: CommandCode<'plot'> = async (input, context) => {
  const snapshot = await readStoredStudy(context, input.arguments.study)
  await writeOutput(context, input.options, await draw(input, snapshot))
}

async function draw({ arguments: { kind }, options }: CommandInput<'plot'>, snapshot: StudySnapshot): Promise<string> {
  const plots = await import('../../plots.ts')
  const { metric, parameter, width, height } = options
  const size = { ...(width !== undefined && { width }), ...(height !== undefined && { height }) }
  const measured = { ...size, ...(metric !== undefined && { metric }) }
  const chosen: ParametersOption & typeof measured = {
    ...measured,
    ...(parameter.length > 0 && { parameters: parameter }),
  }
  switch (kind) {
    case 'history':
      return plots.optimizationHistoryPlot(snapshot, measured)
    case 'parallel':
      return plots.parallelCoordinatesPlot(snapshot, chosen)
    case 'slice':
      return plots.slicePlot(snapshot, chosen)
    case 'surrogate': {
      const [only, ...others] = parameter
      if (only === undefined || others.length > 0) {
        throw productError('ERR_USAGE', 'Expected one --parameter for the plot surrogate.')
      }
      return plots.surrogatePlot(snapshot, { ...measured, parameter: only })
    }
    case 'intermediate':
      return plots.intermediateValuesPlot(snapshot, measured)
    case 'edf':
      return plots.edfPlot(snapshot, measured)
    case 'duration':
      return plots.durationPlot(snapshot, size)
    case 'timeline':
      return plots.timelinePlot(snapshot, size)
  }
}
