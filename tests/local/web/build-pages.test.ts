import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BuiltPages, buildPages } from '../../../local/web/build-pages.ts';

let built: readonly BuiltPages[];
beforeAll(async () => {
  built = await Promise.all([buildPages(), buildPages()]);
});
afterAll(() => Promise.all(built.map(({ close }) => close())));

it('builds both pages, and a second time beside it', async () => {
  const [first, second] = await Promise.all(built.map(({ folder }) => readdir(folder, { recursive: true })));
  expect(first).toEqual(expect.arrayContaining(['index.html', join('console', 'index.html')]));
  expect(first?.toSorted()).toEqual(second?.toSorted());
  expect(built[0]?.folder).not.toBe(built[1]?.folder);
});

it('writes nothing into a page that its Content-Security-Policy would refuse', async () => {
  for (const page of ['index.html', 'console/index.html']) {
    const html = await readFile(join(built[0]?.folder ?? '', page), 'utf8');
    expect(html).toMatch(/<script [^>]*src="\/assets\/[^"]+-[\w-]{8}\.js"><\/script>/);
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|(src|href)="(?!\/(?!\/))/);
  }
});

it('leaves nothing behind', async () => {
  const { folder, close } = await buildPages();
  await close();
  expect(existsSync(folder)).toBe(false);
});
