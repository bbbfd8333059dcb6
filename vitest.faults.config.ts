import { defineConfig } from 'vitest/config'
import base from './vitest.config.ts'

/** The tests of failing disks, which `npm test` leaves out since they need Linux and a C compiler: `npm run test:faults`. */
export default defineConfig({
  ...base,
  test: {
    include: ['tests/**/*.faults.ts'],
    globalSetup: './tests/faults/library.ts',
    testTimeout: 300_000,
    hookTimeout: 60_000,
  },
})
