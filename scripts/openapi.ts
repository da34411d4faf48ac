// `npm run openapi`: writes docs/openapi.json, the document that the API serves.
import { readFile, writeFile } from 'node:fs/promises';
import * as z from 'zod/mini';
import { openApiDocument } from '../src/openapi/document.ts';

const root = new URL('../', import.meta.url);

const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(await readFile(new URL('package.json', root), 'utf8')));
await writeFile(
  new URL('docs/openapi.json', root),
  `${JSON.stringify(openApiDocument(version), undefined, 2)}\n`,
);
