export type { ConformanceCase } from './conformance-case.ts'
export { exactly, rejects } from './exactly.ts'
export { type RandomJournalOptions, randomJournal } from './random-journal.ts'
export { storageCases } from './storage-suite.ts'
