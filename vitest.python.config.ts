import { defineConfig } from 'vitest/config'
import config from './vitest.config.ts'

/** The tests that need python3, which `npm test` leaves out: `npm run test:python`. */
export default defineConfig({ ...config, test: { ...config.test, include: ['packages/*/test/**/*.python.ts'] } })
