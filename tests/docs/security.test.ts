// The tests that docs/security.md names are there.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const docs = new URL('../../docs/security.md', import.meta.url);
const named = [...readFileSync(docs, 'utf8').matchAll(/\]\((\.\.\/tests\/[^)]+)\)(?: "([^"]+)")?/g)].map(
  ([, path = '', name]) => [path, name] as const,
);

describe('docs/security.md', () => {
  it('names tests', () => {
    expect(named.length).toBeGreaterThan(20);
  });

  it.each(named)('names %s with its test: %s', (path, name) => {
    const file = new URL(path, docs);
    expect(existsSync(file)).toBe(true);
    expect(readFileSync(file, 'utf8')).toContain(name ?? '');
  });
});
