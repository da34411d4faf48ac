import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Time-outs are for what hangs, not for a busy machine. */
const common = {
  expect: { requireAssertions: true, poll: { timeout: 15_000 } },
  restoreMocks: true,
  // A process for each file costs more than most files; what a file finds is its own all the same.
  isolate: false,
  setupFiles: 'tests/own-state.ts',
  testTimeout: 60_000,
  hookTimeout: 120_000,
};
const endToEnd = 'tests/e2e/**/*.test.ts';
/** What takes too long for every change: `npm run prove`. */
const proofs = process.env['PROOF'] === 'all' ? [] : ['**/*.prove.test.ts'];

export default defineConfig({
  test: {
    // Browsers, servers and pauses are waited for: one file more than there are cores keeps these busy.
    maxWorkers: availableParallelism() + 1,
    // What the functions write of each request that went well: thousands of lines. Tests of the log listen to it themselves.
    onConsoleLog: (text) => !text.startsWith('{"level":"info"'),
    projects: [
      { test: { ...common, name: 'parts', include: ['tests/**/*.test.ts'], exclude: [endToEnd] } },
      // All of these share one running local stack.
      {
        test: {
          ...common,
          name: 'e2e',
          include: [endToEnd],
          exclude: proofs,
          globalSetup: ['tests/e2e/shared-stack.ts', 'tests/e2e/browser/shared-browser.ts'],
        },
      },
    ],
  },
});
