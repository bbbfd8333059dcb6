import type { JournalStorage } from '@sweetspot/core'
import type { ExportedStudy } from '../../interchange/exported-studies.ts'
import type { CommandInput } from '../command-code.ts'
import type { ExportFormat } from '../table/file-formats.ts'

type Options = CommandInput<'export'>['options']

/** The study to export. */
export interface ExportSource {
  readonly from: JournalStorage
  readonly study: string
}

/** A format of files. */
interface FileFormat {
  readonly target: 'file' | 'folder'
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
  send(
    source: ExportSource,
    options: Options,
    env: { readonly [name: string]: string | undefined },
  ): Promise<ExportedStudy>
}

/** The formats of `export`. Their code is loaded when they are used. */
export const EXPORT: { readonly [format in ExportFormat]: FileFormat | ServerFormat } = {
  csv: textFormat('csv'),
  json: textFormat('json'),
  jsonl: textFormat('jsonl'),
  parquet: {
    target: 'file',
    replaces: true,
    async write(source, to) {
      const { exportTrials } = await import('../../interchange/export-trials.ts')
      return exportTrials({ ...source, to, format: 'parquet' })
    },
  },
  optuna: {
    target: 'file',
    // Optuna may be writing to the file.
    replaces: false,
    async write(source, to) {
      const { exportOptuna } = await import('../../interchange/export-optuna.ts')
      const [exported] = await exportOptuna({ ...source, to })
      return exported ?? { name: source.study, trialCount: 0, notices: [] }
    },
  },
  tensorboard: {
    target: 'folder',
    replaces: false,
    async write(source, to) {
      const { exportTensorBoard } = await import('../../interchange/export-tensorboard.ts')
      return exportTensorBoard({ ...source, to })
    },
  },
  mlflow: {
    target: 'server',
    async send(source, { uri, experiment }, env) {
      const { exportMlflow } = await import('../../interchange/export-mlflow.ts')
      const [address, token] = [uri ?? env.MLFLOW_TRACKING_URI, env.MLFLOW_TRACKING_TOKEN]
      return exportMlflow({
        ...source,
        ...(address !== undefined && { uri: address }),
        ...(token !== undefined && { token }),
        ...(experiment !== undefined && { experiment }),
      })
    },
  },
}

function textFormat(format: 'csv' | 'json' | 'jsonl'): FileFormat {
  return {
    target: 'file',
    replaces: true,
    async write(source, to) {
      const { exportTrials } = await import('../../interchange/export-trials.ts')
      return exportTrials({ ...source, to, format })
    },
    async text(source) {
      const { exportTrials } = await import('../../interchange/export-trials.ts')
      return exportTrials({ ...source, format })
    },
  }
}
