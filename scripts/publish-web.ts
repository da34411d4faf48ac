// Puts the built pages into their bucket so that whoever loads a page meanwhile gets all of the old one or all of the
// new one. CloudFront asks for pages and settings anew (`no-cache`), so nothing has to be invalidated.
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { cacheControl } from '../infra/web-headers.ts';
import { notFound } from '../infra/web-routes.ts';
import type { Settings } from '../web/shared/settings.ts';
import type { WebBucket, WebFile } from './web-bucket.ts';

export type Published = { readonly uploaded: number; readonly removed: number };

/** @throws for a file of a kind that is not known here, before anything is uploaded. */
export const publishWeb = async (
  bucket: WebBucket,
  pages: { readonly folder: string; readonly settings: Settings },
): Promise<Published> => {
  const files = [
    ...(await builtFiles(pages.folder)),
    fileOf('settings.json', Buffer.from(JSON.stringify(pages.settings))),
    fileOf(notFound.file.slice(1), Buffer.from(notFound.text)),
  ].toSorted((a, b) => turnOf(a) - turnOf(b));
  for (const file of files) await bucket.put(file);
  const kept = new Set(files.map(({ key }) => key));
  const old = (await bucket.list()).filter((key) => !kept.has(key));
  await bucket.remove(old);
  return { uploaded: files.length, removed: old.length };
};

/** What pages refer to comes before them. */
const turnOf = ({ key }: WebFile): number => {
  if (key.startsWith('assets/')) return 0;
  return key.endsWith('.html') ? 2 : 1;
};

const builtFiles = async (folder: string): Promise<readonly WebFile[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async ({ parentPath, name }) => {
        const path = join(parentPath, name);
        return fileOf(relative(folder, path).split(sep).join('/'), await readFile(path));
      }),
  );
};

const fileOf = (key: string, content: Buffer): WebFile => {
  const contentType = contentTypes[extname(key)];
  if (contentType === undefined) throw new Error(`${key} is of no kind that pages have.`);
  return { key, content, contentType, cacheControl: cacheControl(`/${key}`) };
};

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};
