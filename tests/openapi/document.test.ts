// The document: valid OpenAPI 3.1, fresh, and what it says is so.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { openApiDocument } from '../../src/openapi/document.ts';
import { examples } from '../../src/openapi/examples.ts';
import { faultsOf } from '../../src/openapi/faults.ts';
import { operations } from '../../src/openapi/operations.ts';
import { faultsIn } from './answer-validator.ts';

const root = new URL('../../', import.meta.url);
const file = await readFile(new URL('docs/openapi.json', root), 'utf8');
const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(await readFile(new URL('package.json', root), 'utf8')));
const document = JSON.parse(JSON.stringify(openApiDocument(version)));

const validity = async (candidate: Record<string, unknown>) =>
  (await new Validator().validate(candidate)).errors ?? [];

describe('the document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    expect(await validator.validate(document)).toMatchObject({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  it.each([
    ['an operation without answers', ['paths', '/me', 'get', 'responses']],
    ['a document without a title', ['info', 'title']],
  ] as const)('would be found wanting: %s', async (_, path) => {
    const broken = structuredClone(document);
    const parent = path.slice(0, -1).reduce((inner, key) => inner[key], broken);
    delete parent[path.at(-1) ?? ''];
    if (path.at(-1) === 'responses') parent.responses = [];
    expect(await validity(broken)).not.toEqual([]);
  });

  it('is the one in docs/openapi.json: otherwise run `npm run openapi`', () => {
    expect(JSON.parse(file)).toEqual(document);
    expect(file).toBe(`${JSON.stringify(document, undefined, 2)}\n`);
  });

  it('refers to nothing that is not there', () => {
    const references = [...file.matchAll(/"\$ref": "#\/components\/(\w+)\/([\w-]+)"/g)];
    expect(references.length).toBeGreaterThan(100);
    expect(references.length).toBe([...file.matchAll(/"\$ref"/g)].length);
    for (const [, kind = '', name = ''] of references) {
      expect(document.components[kind], `${kind} ${name}`).toHaveProperty([name]);
    }
  });

  it('names each operation once, and only tags that it describes', () => {
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const tags = document.tags.map(({ name }: { name: string }) => name);
    expect([...new Set(operations.map(({ tag }) => tag))].sort()).toEqual(tags.sort());
  });

  it('says of every guarded operation that it wants a token, and of no other', () => {
    for (const { method, path, who } of operations) {
      const { security } = document.paths[path][method.toLowerCase()];
      const roles = who === 'administrator' ? ['administrator'] : [];
      expect(security, path).toEqual(who === 'anyone' ? [] : [{ idToken: roles }]);
    }
  });

  it('has every path parameter of every path', () => {
    for (const { method, path } of operations) {
      const { parameters } = document.paths[path][method.toLowerCase()];
      const named = parameters
        .filter((parameter: { in: string }) => parameter.in === 'path')
        .map(({ name }: { name: string }) => `{${name}}`);
      expect(named, path).toEqual(path.match(/\{\w+\}/g) ?? []);
    }
  });

  it.each([
    [
      'an operation that reads a body',
      'createGrant',
      ['body-too-large', 'media-type-unsupported', 'forbidden'],
    ],
    ['a guarded one', 'me', ['unauthenticated', 'request-invalid', 'too-many-requests']],
    ['a public one', 'health', ['too-many-requests', 'temporarily-unavailable', 'internal']],
  ] as const)('says what any operation like it may be refused for: %s', (_, id, kinds) => {
    const operation = operations.find(({ operationId }) => operationId === id);
    expect(operation && faultsOf(operation)).toEqual(expect.arrayContaining([...kinds]));
  });

  it('says of no public operation that it refuses callers', () => {
    const open = operations.filter(({ who }) => who === 'anyone');
    expect(open.flatMap(faultsOf)).not.toContain('unauthenticated');
  });
});

describe('the examples', () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ $id: 'document', components: document.components });

  type Media = { schema: object; examples?: Record<string, { value: unknown }> };
  const mediaIn = (value: unknown, path: string): readonly (readonly [string, Media])[] => {
    if (typeof value !== 'object' || value === null) return [];
    if ('schema' in value && 'examples' in value) return [[path, value as unknown as Media]];
    return Object.entries(value).flatMap(([key, inner]) => mediaIn(inner, `${path}/${key}`));
  };
  const shown = [...mediaIn(document.paths, ''), ...mediaIn(document.components.responses, '')].flatMap(
    ([path, { schema, examples: values = {} }]) =>
      Object.entries(values).map(([name, { value }]) => [`${path}: ${name}`, schema, value] as const),
  );

  it('are many', () => {
    expect(shown.length).toBeGreaterThan(80);
  });

  /** What examples show on purpose: requests that are refused for their form. */
  const refusedForTheirForm = examples.filter(({ status }) => status === 400).map(({ name }) => name);

  it.each(shown)('%s is as its schema says, unless it shows what is refused', (path, schema, value) => {
    const refused =
      refusedForTheirForm.some((name) => path.endsWith(`: ${name}`)) && !path.includes('/components/');
    expect(faultsIn(ajv, schema, value).length > 0).toBe(refused && path.includes('requestBody'));
  });

  it.each(operations.map(({ operationId }) => operationId))('%s has one that succeeds', (id) => {
    const own = examples.filter(({ operation }) => operation === id);
    expect(own.some(({ status }) => status < 300)).toBe(true);
    expect(new Set(own.map(({ name }) => name)).size).toBe(own.length);
  });

  it('are of operations that there are, answered as these say', () => {
    for (const { operation, status } of examples) {
      const found = operations.find(({ operationId }) => operationId === operation);
      const { responses } = document.paths[found?.path ?? ''][found?.method.toLowerCase() ?? ''];
      expect(Object.keys(responses), operation).toContain(String(status));
    }
  });

  it('are found by the tests that send them', async () => {
    const sending = await readFile(
      fileURLToPath(new URL('tests/e2e/openapi-examples.test.ts', root)),
      'utf8',
    );
    expect(sending).toContain("from '../../src/openapi/examples.ts'");
  });
});
