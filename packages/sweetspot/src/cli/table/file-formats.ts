/** The formats that `export` writes. */
export const EXPORT_FORMATS = ['csv', 'json', 'jsonl', 'parquet', 'optuna', 'tensorboard', 'mlflow'] as const

export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** The formats that `import` reads. */
export const IMPORT_FORMATS = ['csv', 'json', 'jsonl', 'parquet', 'optuna', 'keras-tuner'] as const

export type ImportFormat = (typeof IMPORT_FORMATS)[number]
