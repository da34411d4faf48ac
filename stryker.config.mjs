// Mutation testing of the pure rules: `npm run mutate`, or `npm run mutate -- --mutate src/domain/decide.ts`.
export default {
  mutate: ['src/domain/**/*.ts'],
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutation.config.ts', related: false },
  coverageAnalysis: 'perTest',
  // TypeScript 7 has no API for Stryker to rewrite its configuration with; there is nothing to rewrite.
  tsconfigFile: 'tsconfig.stryker-has-none.json',
  ignorePatterns: ['.*', 'infra', 'web', 'docs', 'local', 'reports', 'src/handlers', 'src/provisioning'],
  // What is computed once when a module loads – tables, names of actions – cannot be switched per test.
  ignoreStatic: false,
  incremental: true,
  incrementalFile: 'reports/mutation/incremental.json',
  concurrency: 2,
  reporters: ['clear-text', 'progress-append-only', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: 'reports/mutation/mutation.json' },
  thresholds: { high: 98, low: 95, break: 95 },
};
