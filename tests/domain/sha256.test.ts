import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { sha256Hex } from '../../src/domain/sha256.ts';

test.each([
  // FIPS 180-4 examples
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
])('the digest of %j is known', (text, digest) => {
  expect(sha256Hex(text)).toBe(digest);
});

test('agrees with node:crypto for every length around the blocks, in any script', () => {
  const texts = Array.from({ length: 260 }, (_, length) =>
    ['x', 'é', '日', '🚀'].map((char) => char.repeat(length)),
  ).flat();
  expect(texts.filter((text) => sha256Hex(text) !== createHash('sha256').update(text).digest('hex'))).toEqual(
    [],
  );
});
