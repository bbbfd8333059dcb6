export type { ConformanceCase } from './conformance-case.ts'
export { exactly, rejects } from './exactly.ts'
export { storageCases } from './storage-suite.ts'
