import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Writes a project folder of KerasTuner with one trial. */
export function kerasProject(folder: string): void {
  const trial = join(folder, 'trial_0')
  mkdirSync(trial, { recursive: true })
  const hyperparameters = {
    space: [{ class_name: 'Float', config: { name: 'lr', default: 0.1, min_value: 0.001, max_value: 1 } }],
    values: { lr: 0.01 },
  }
  writeFileSync(join(folder, 'oracle.json'), JSON.stringify({ hyperparameters, start_order: ['0'], end_order: ['0'] }))
  const observations = [{ value: [0.5], step: 0 }]
  const metrics = { metrics: { score: { direction: 'min', observations } } }
  writeFileSync(
    join(trial, 'trial.json'),
    JSON.stringify({ trial_id: '0', hyperparameters, metrics, score: 0.5, best_step: 0, status: 'COMPLETED' }),
  )
}
