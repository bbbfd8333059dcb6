import { defineConfig } from 'vitest/config'

/** The tests in a real browser, which `npm test` leaves out since they need Chromium: `npm run test:browser`. */
export default defineConfig({
  test: {
    include: ['tests/**/*.browser.ts'],
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
})
