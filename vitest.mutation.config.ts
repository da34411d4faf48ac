// The tests that watch over src/domain, for `npm run mutate`.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/domain/**/*.test.ts', 'tests/proof/**/*.test.ts'],
    expect: { requireAssertions: true },
  },
});
