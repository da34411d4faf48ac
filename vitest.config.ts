import { defineConfig } from 'vitest/config';

const common = { expect: { requireAssertions: true }, restoreMocks: true };
const endToEnd = 'tests/e2e/**/*.test.ts';

export default defineConfig({
  test: {
    projects: [
      { test: { ...common, name: 'parts', include: ['tests/**/*.test.ts'], exclude: [endToEnd] } },
      // All of these share one running local stack, and one of them lets it fail: one file after the other.
      {
        test: {
          ...common,
          name: 'e2e',
          include: [endToEnd],
          globalSetup: 'tests/e2e/shared-stack.ts',
          fileParallelism: false,
        },
      },
    ],
  },
});
