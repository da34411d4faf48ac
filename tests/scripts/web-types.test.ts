import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { webTypes } from '../../scripts/web-types.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFile(new URL(path, root), 'utf8');

const documentOf = (operation: unknown) => ({
  paths: { '/things': { get: operation } },
  components: { schemas: { Problem: { type: 'object', properties: {} } } },
});

describe('the types of the API for the web pages', () => {
  it('are those of docs/openapi.json: otherwise run `npm run openapi`', async () => {
    expect(await read('web/shared/api-paths.ts')).toBe(
      await webTypes(JSON.parse(await read('docs/openapi.json'))),
    );
  });

  it('tell required parameters from others, and what each status answers', async () => {
    const text = await webTypes(
      documentOf({
        parameters: [
          { name: 'limit', in: 'query', required: false, schema: { type: 'integer' } },
          { name: 'thingId', in: 'path', required: true, schema: { type: 'string' } },
        ],
        responses: {
          200: { content: { 'application/json': { schema: { type: 'array', items: { type: 'string' } } } } },
          204: { description: 'Nothing.' },
          404: { $ref: '#/components/responses/NotFound' },
        },
      }),
    );
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      [
        "'/things': { get: { parameters: { query?: { limit?: number; }; path: { thingId: string; }; };",
        "responses: { 200: { content: { 'application/json': string[]; }; }; 204: {};",
        "default: { content: { 'application/problem+json': Problem; }; }; }; }; };",
      ].join(' '),
    );
  });

  it('cannot be made of something else', async () => {
    await expect(webTypes({ paths: {} })).rejects.toThrow();
    await expect(webTypes(documentOf({ parameters: [{ name: 'a', in: 'cookie' }] }))).rejects.toThrow();
  });
});
