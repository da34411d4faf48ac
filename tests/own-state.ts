// Before each file of tests: they share worker processes, not state. A file finds all modules unread, mocked by nobody,
// and leaves the environment as it found it.
import { afterAll, vi } from 'vitest';

vi.resetModules();

const environment = { ...process.env };
afterAll(() => {
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  Object.assign(process.env, environment);
});
