import { describe, it } from 'vitest'
import { storageCases } from '../testing/storage-suite.ts'
import { memoryStorage } from './memory-storage.ts'

describe('memoryStorage', () => {
  it.each(storageCases(async () => memoryStorage()))('$name', ({ run }) => run())
})
