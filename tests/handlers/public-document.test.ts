import './environment.ts';
import { describe, expect, it } from 'vitest';
import { handler } from '../../src/handlers/public.ts';
import { gatewayEvent, lambdaContext } from '../http/gateway-event.ts';

const get = (path: `/${string}`) => handler(gatewayEvent(`GET ${path}`), lambdaContext());

describe('the document and its page', () => {
  it('is served with the address of this very API', async () => {
    const { statusCode, headers, body } = await get('/openapi.json');
    expect([statusCode, headers?.['Content-Type']]).toEqual([200, 'application/json']);
    expect(JSON.parse(body)).toMatchObject({
      openapi: '3.1.1',
      servers: [{ url: 'https://api.example.com/dev' }],
      paths: { '/grants': { post: { operationId: 'createGrant' } } },
    });
  });

  it('is served as a page, and lets browsers run nothing of it', async () => {
    const { statusCode, headers, body } = await get('/docs');
    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': expect.stringMatching(/^default-src 'none'; style-src 'sha256-[^']+'; /),
      'X-Content-Type-Options': 'nosniff',
    });
    expect(body).toContain('<code>https://api.example.com/dev</code>');
    expect((await get('/docs')).body).toBe(body);
  });

  it.each(['/openapi.json', '/docs'] as const)('lets %s be kept for minutes', async (path) => {
    expect((await get(path)).headers?.['Cache-Control']).toBe('public, max-age=300');
  });

  it('answers nothing but GET', async () => {
    const answer = await handler(gatewayEvent('POST /docs'), lambdaContext());
    expect(answer).toMatchObject({ statusCode: 405, headers: { Allow: 'GET' } });
  });
});
