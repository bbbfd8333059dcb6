export {
  type ConformanceCase,
  exactly,
  type RandomJournalOptions,
  randomJournal,
  rejects,
  storageCases,
} from '@sweetspot/core/testing'
