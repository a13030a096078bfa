import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/global-setup.ts',
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // How long something may take says nothing of whether it is right: machines differ.
    expect: { poll: { timeout: 30_000 } },
    maxWorkers: 2,
    // Loading the engine costs more than most tests: a thread loads it once for all of its files.
    pool: 'threads',
    isolate: false,
  },
})
