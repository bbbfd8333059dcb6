export { type ConformanceCase, exactly, rejects, storageCases } from '@sweetspot/core/testing'
