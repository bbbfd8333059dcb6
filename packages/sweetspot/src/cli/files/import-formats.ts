import type { Directions, JournalStorage } from '@sweetspot/core'
import type { ImportedStudy } from '../../interchange/imported-study.ts'
import { productError } from '../../product-error.ts'
import type { ImportFormat } from '../table/file-formats.ts'
import type { TrialFileFormat } from './format-by-ending.ts'

/** The file to import, and its destination. */
export interface ImportRequest {
  readonly path: string
  readonly to: JournalStorage
  /** The name of the study in the storage. */
  readonly study: string | undefined
  /** The study of a file that has several. */
  readonly source: string | undefined
  readonly directions: Directions | undefined
  /** The time zone of the times in files of Optuna 4.x. */
  readonly timeZone: 'utc' | 'local' | undefined
  /** For CSV: whether it was exported with this option. */
  readonly escapeFormulas: boolean
}

interface Importer {
  /** The options that it has. */
  readonly takes: readonly string[]
  read(request: ImportRequest): Promise<readonly ImportedStudy[]>
}

const TRIAL_OPTIONS = ['study', 'minimize', 'maximize']

/** The formats of `import`. Their code is loaded when they are used. */
export const IMPORT: { readonly [format in ImportFormat]: Importer } = {
  csv: trialFormat('csv', [...TRIAL_OPTIONS, 'escapeFormulas']),
  json: trialFormat('json', TRIAL_OPTIONS),
  jsonl: trialFormat('jsonl', TRIAL_OPTIONS),
  parquet: trialFormat('parquet', TRIAL_OPTIONS),
  optuna: {
    takes: ['study', 'source', 'timeZone'],
    async read({ path: from, to, study: newName, source, timeZone }) {
      const { importOptuna } = await import('../../interchange/import-optuna.ts')
      return importOptuna({
        from,
        to,
        ...(newName !== undefined && { newName }),
        ...(source !== undefined && { study: source }),
        ...(timeZone !== undefined && { timeZone }),
      })
    },
  },
  'keras-tuner': {
    takes: TRIAL_OPTIONS,
    async read({ path: from, to, study, directions = {} }) {
      const { importKerasTuner } = await import('../../interchange/import-keras-tuner.ts')
      const [first, ...others] = Object.entries(directions)
      if (others.length > 0) {
        throw productError('ERR_USAGE', 'Expected one metric: a project of KerasTuner has one objective.')
      }
      const [objective, direction] = first ?? []
      const imported = await importKerasTuner({
        from,
        to,
        ...(study !== undefined && { study }),
        ...(objective !== undefined && { objective }),
        ...(direction !== undefined && { direction }),
      })
      return [imported]
    },
  },
}

function trialFormat(format: TrialFileFormat, takes: readonly string[]): Importer {
  return {
    takes,
    async read({ path: from, to, study, directions, escapeFormulas }) {
      const { importTrials } = await import('../../interchange/import-trials.ts')
      const imported = await importTrials({
        from,
        to,
        format,
        loadIfExists: true,
        ...(study !== undefined && { study }),
        ...(directions && { directions }),
        ...(escapeFormulas && { escapeFormulas }),
      })
      return [imported]
    },
  }
}
