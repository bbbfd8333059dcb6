import type { JournalStorage } from '@sweetspot/core'
import type { ExportedStudy } from '../../interchange/exported-studies.ts'
import type { CommandInput } from '../command-code.ts'
import type { ExportFormat } from '../table/file-formats.ts'

type Options = CommandInput<'export'>['options']

/** The study to export. */
export interface ExportSource {
  readonly from: JournalStorage
  readonly study: string
  /** For CSV: whether texts that a spreadsheet would run are escaped. */
  readonly escapeFormulas: boolean
}

/** A format of files. */
interface FileFormat {
  readonly target: 'file' | 'folder'
  /** The options that it has. */
  readonly takes: readonly string[]
  /** Whether it can replace a file that exists. */
  readonly replaces: boolean
  /** Writes a new file or folder. */
  write(source: ExportSource, path: string): Promise<ExportedStudy>
  /** The text of the file; absent for formats that are no text. */
  text?(source: ExportSource): Promise<string>
}

/** A format that goes to a server. */
interface ServerFormat {
  readonly target: 'server'
  readonly takes: readonly string[]
  send(
    source: ExportSource,
    options: Options,
    env: { readonly [name: string]: string | undefined },
  ): Promise<ExportedStudy>
}

const FILE_OPTIONS = ['output', 'yes']

/** The formats of `export`. Their code is loaded when they are used. */
export const EXPORT: { readonly [format in ExportFormat]: FileFormat | ServerFormat } = {
  csv: textFormat('csv', [...FILE_OPTIONS, 'escapeFormulas']),
  json: textFormat('json', FILE_OPTIONS),
  jsonl: textFormat('jsonl', FILE_OPTIONS),
  parquet: {
    target: 'file',
    takes: FILE_OPTIONS,
    replaces: true,
    async write({ from, study }, to) {
      const { exportTrials } = await import('../../interchange/export-trials.ts')
      return exportTrials({ from, study, to, format: 'parquet' })
    },
  },
  optuna: {
    target: 'file',
    takes: FILE_OPTIONS,
    // Optuna may be writing to the file.
    replaces: false,
    async write({ from, study }, to) {
      const { exportOptuna } = await import('../../interchange/export-optuna.ts')
      const [exported] = await exportOptuna({ from, study, to })
      return exported ?? { name: study, trialCount: 0, notices: [] }
    },
  },
  tensorboard: {
    target: 'folder',
    takes: FILE_OPTIONS,
    replaces: false,
    async write({ from, study }, to) {
      const { exportTensorBoard } = await import('../../interchange/export-tensorboard.ts')
      return exportTensorBoard({ from, study, to })
    },
  },
  mlflow: {
    target: 'server',
    takes: ['uri', 'experiment'],
    async send({ from, study }, { uri, experiment }, env) {
      const { exportMlflow } = await import('../../interchange/export-mlflow.ts')
      const [address, token] = [uri ?? env.MLFLOW_TRACKING_URI, env.MLFLOW_TRACKING_TOKEN]
      return exportMlflow({
        from,
        study,
        ...(address !== undefined && { uri: address }),
        ...(token !== undefined && { token }),
        ...(experiment !== undefined && { experiment }),
      })
    },
  },
}

function textFormat(format: 'csv' | 'json' | 'jsonl', takes: readonly string[]): FileFormat {
  const optionsOf = ({ from, study, escapeFormulas }: ExportSource) => ({
    from,
    study,
    format,
    ...(escapeFormulas && { escapeFormulas }),
  })
  return {
    target: 'file',
    takes,
    replaces: true,
    async write(source, to) {
      const { exportTrials } = await import('../../interchange/export-trials.ts')
      return exportTrials({ ...optionsOf(source), to })
    },
    async text(source) {
      const { exportTrials } = await import('../../interchange/export-trials.ts')
      return exportTrials(optionsOf(source))
    },
  }
}
