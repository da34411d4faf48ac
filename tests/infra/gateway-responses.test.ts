import { describe, expect, it } from 'vitest';
import { gatewayAnswers, gatewayResponses } from '../../infra/gateway-responses.ts';

describe('the gateway responses', () => {
  it.each([
    ['the one origin', ['https://app.example'], 'https://app.example'],
    ['anyone, with several: a constant cannot choose', ['https://a.example', 'https://b.example'], '*'],
    ['anyone, where the API does', ['*'], '*'],
    ['anyone, without a setting', [], '*'],
  ])('may be read by %s', (_, origins, allowed) => {
    const found = Object.values(gatewayResponses(origins)).map(
      ({ Properties }) => Properties.ResponseParameters['gatewayresponse.header.Access-Control-Allow-Origin'],
    );
    expect(new Set(found)).toEqual(new Set([`'${allowed}'`]));
  });

  it('have a resource each, named after the type', () => {
    const resources = gatewayResponses([]);
    expect(Object.keys(resources)).toHaveLength(Object.keys(gatewayAnswers).length);
    expect(resources['GatewayResponseMissingAuthenticationToken']?.Properties.ResponseType).toBe(
      'MISSING_AUTHENTICATION_TOKEN',
    );
    expect(resources['GatewayResponseDefault4xx']?.Properties.ResponseType).toBe('DEFAULT_4XX');
  });

  it('say of a code what the service itself says of it', async () => {
    const { problem } = await import('../../src/http/problem.ts');
    const own = [
      problem({ kind: 'unauthenticated', detail: '' }, ''),
      problem({ kind: 'route-not-found' }, ''),
      problem({ kind: 'body-too-large', limit: 1 }, ''),
      problem({ kind: 'media-type-unsupported', supported: '' }, ''),
      problem({ kind: 'request-invalid', violations: [] }, ''),
      problem({ kind: 'temporarily-unavailable', retryAfterSeconds: 1 }, ''),
      problem({ kind: 'internal' }, ''),
    ].map(({ body }) => body);
    const bodies = Object.values(gatewayResponses([])).map(({ Properties }): unknown =>
      JSON.parse(Properties.ResponseTemplates['application/json'] ?? ''),
    );
    for (const body of own) {
      const { type, title, status, code } = Object(body);
      expect(bodies).toContainEqual(expect.objectContaining({ type, title, status, code }));
    }
  });
});
