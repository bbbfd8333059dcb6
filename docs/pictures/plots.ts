import {
  choice,
  createStudy,
  float,
  gpSampler,
  int,
  medianPruner,
  randomSampler,
  type Sampler,
  space,
  TrialPruned,
} from 'sweetspot'
import {
  attributePlot,
  durationPlot,
  edfPlot,
  intermediateValuesPlot,
  optimizationHistoryPlot,
  parallelCoordinatesPlot,
  slicePlot,
  surrogatePlot,
  timelinePlot,
} from 'sweetspot/plots'

const search = space({
  learningRate: float(1e-4, 1, { log: true }),
  dropout: float(0, 0.6, { step: 0.1 }),
  layers: int(1, 6),
  optimizer: choice(['sgd', 'adam']),
})

const EPOCHS = 20

/** A study of simulated trainings, whose clock is simulated too, so that the pictures are the same each time. */
async function trainings(name: string, sampler: Sampler) {
  let time = 0
  const clock = { now: () => time, after: () => () => {} }
  const study = await createStudy({ name, space: search, sampler, pruner: medianPruner(), seed: 4, clock })
  await study.optimize(
    (trial) => {
      const { learningRate, dropout, layers, optimizer } = trial.params
      const best = optimizer === 'adam' ? -2.4 : -1.1
      const off = Math.log10(learningRate) - best
      if (off > 1.7) throw new Error('The loss is not a number')
      const floor = 0.08 + 0.12 * off ** 2 + 0.5 * (dropout - 0.3) ** 2 + 0.03 * Math.abs(layers - 4)
      trial.annotate('weights', 1_000 * layers ** 2)
      trial.annotate('device', trial.number % 3 === 0 ? 'cpu' : 'gpu')
      for (let epoch = 1; epoch <= EPOCHS; epoch += 1) {
        time += 60 * layers * (trial.number % 3 === 0 ? 3 : 1)
        trial.report(floor + 0.9 * Math.exp((-epoch * (1 + learningRate)) / 4), epoch)
        if (trial.shouldPrune()) throw new TrialPruned()
      }
      return floor
    },
    { trials: 60, catch: true },
  )
  return study
}

const bayesian = () => trainings('Bayesian', gpSampler())
const random = () => trainings('random', randomSampler())

/** A picture of each plot, by its name. */
export const plots: Readonly<Record<string, () => Promise<string>>> = {
  'plot-optimization-history': async () => optimizationHistoryPlot(await bayesian()),
  'plot-compared-histories': async () => optimizationHistoryPlot([await bayesian(), await random()]),
  'plot-slice': async () => slicePlot(await bayesian(), { columns: 2 }),
  'plot-parallel-coordinates': async () => parallelCoordinatesPlot(await bayesian()),
  'plot-intermediate-values': async () => intermediateValuesPlot(await bayesian(), { step: 'Epoch' }),
  'plot-edf': async () => edfPlot([await bayesian(), await random()]),
  'plot-duration': async () => durationPlot(await bayesian()),
  'plot-timeline': async () => timelinePlot(await bayesian()),
  'plot-attribute': async () => attributePlot(await bayesian()),
  'plot-surrogate': async () => surrogatePlot(await bayesian(), { parameter: 'learningRate' }),
}
