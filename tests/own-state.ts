// Before each file of tests: they share worker processes, not state. A file finds all modules unread, mocked by nobody,
// and leaves the environment, the globals and the clock as it found them.
import { afterAll, vi } from 'vitest';

vi.resetModules();

const environment = { ...process.env };
afterAll(() => {
  // What a file has stubbed and not given back would be given back in another one.
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  vi.useRealTimers();
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  Object.assign(process.env, environment);
});
