import { describe, it } from 'vitest'
import { storageCases } from '../testing/storage-suite.ts'
import { memoryStorage } from './memory-storage.ts'

describe('the memory storage', () => {
  it.each(storageCases(async () => memoryStorage()))('$name', ({ run }) => run())
})
