// `npm run openapi`: writes docs/openapi.json, the document that the API serves, and its types for the web pages.
import { readFile, writeFile } from 'node:fs/promises';
import * as z from 'zod/mini';
import { openApiDocument } from '../src/openapi/document.ts';
import { webTypes } from './web-types.ts';

const root = new URL('../', import.meta.url);

const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(await readFile(new URL('package.json', root), 'utf8')));
const document = `${JSON.stringify(openApiDocument(version), undefined, 2)}\n`;
await writeFile(new URL('docs/openapi.json', root), document);
await writeFile(new URL('web/shared/api-paths.ts', root), await webTypes(JSON.parse(document)));
