import { defineConfig } from 'vitest/config'
import base from './vitest.config.ts'

/** The tests against Python programs, which `npm test` leaves out since they need Python and PyPI: `npm run test:python`. */
export default defineConfig({
  ...base,
  test: {
    include: ['{packages/*/test,examples,tests}/**/*.python.ts'],
    globalSetup: './tests/python/environment.ts',
    testTimeout: 120_000,
    hookTimeout: 600_000,
  },
})
