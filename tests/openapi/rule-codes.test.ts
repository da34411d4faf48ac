// Every code that a request may be refused with stands in the document.
import { readdir, readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { formCodes, ruleCodes } from '../../src/openapi/rule-codes.ts';

const source = new URL('../../src/', import.meta.url);

const codesIn = async (folders: readonly string[], pattern: RegExp): Promise<readonly string[]> => {
  const texts = await Promise.all(
    folders.map(async (folder) => {
      const files = await readdir(new URL(folder, source));
      return Promise.all(files.map((file) => readFile(new URL(`${folder}${file}`, source), 'utf8')));
    }),
  );
  return [
    ...new Set(texts.flat().flatMap((text) => [...text.matchAll(pattern)].map(([, code = '']) => code))),
  ];
};

it('of violated rules', async () => {
  const codes = await codesIn(['provisioning/', 'routes/'], /violated\([^,()]+, '([a-z-]+)'/g);
  expect(codes.length).toBeGreaterThanOrEqual(3);
  for (const code of codes) expect(Object.keys(ruleCodes)).toContain(code);
});

it('of requests of another form', async () => {
  const codes = await codesIn(
    ['http/', 'handlers/'],
    /^\s*(?:return )?\{?.*\bcode: '([a-z-]+)'(?!.*title)/gm,
  );
  expect(codes.toSorted()).toEqual(Object.keys(formCodes).toSorted());
});
