import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Settings of the person who runs the tests, which programs started by tests would follow. */
const SETTINGS = /^(SWEETSPOT_(?!TEST_REPORT$)|(NO|FORCE)_COLOR$)/
for (const name of Object.keys(process.env)) if (SETTINGS.test(name)) delete process.env[name]

/** Tests run on the sources; only tests of child processes and of packed tarballs use the built output. */
export default defineConfig({
  resolve: {
    alias: [
      { find: /^@sweetspot\/core$/, replacement: source('packages/core/src/index.ts') },
      { find: /^@sweetspot\/core\/random$/, replacement: source('packages/core/src/random.ts') },
      { find: /^@sweetspot\/core\/testing$/, replacement: source('packages/core/src/testing/index.ts') },
      { find: /^sweetspot$/, replacement: source('packages/sweetspot/src/index.ts') },
      {
        find: /^sweetspot\/(analysis|extend|interchange|plots|testing|trial)$/,
        replacement: source('packages/sweetspot/src/$1.ts'),
      },
      { find: /^@sweetspot\/tfjs$/, replacement: source('packages/tfjs/src/index.ts') },
    ],
  },
  test: {
    include: [
      'packages/*/{src,test}/**/*.test.ts',
      'tests/**/*.test.ts',
      'examples/**/*.test.ts',
      'bench/**/*.test.ts',
    ],
    // Far beyond what any test needs, since the machine may be busy: limits only end what hangs.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 100_000 } },
  },
})
