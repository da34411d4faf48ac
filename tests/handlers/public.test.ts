import './environment.ts';
import { describe, expect, it } from 'vitest';
import { handler } from '../../src/handlers/public.ts';
import { DecisionPointBody } from '../../src/schema/authzen.ts';
import { gatewayEvent, lambdaContext } from '../http/gateway-event.ts';

const get = async (path: string, headers: Record<string, string> = {}) => {
  const answer = await handler(gatewayEvent(`GET ${path}`, { headers }), lambdaContext());
  return { ...answer, body: JSON.parse(answer.body) };
};

describe('the AuthZEN configuration', () => {
  it('names the decision point as the stack knows it, and the interfaces that there are', async () => {
    const answer = await get('/.well-known/authzen-configuration');
    expect(answer).toMatchObject({ statusCode: 200, headers: { 'Cache-Control': 'public, max-age=3600' } });
    expect(answer.body).toEqual({
      policy_decision_point: 'https://api.example.com/dev',
      access_evaluation_endpoint: 'https://api.example.com/dev/access/v1/evaluation',
      access_evaluations_endpoint: 'https://api.example.com/dev/access/v1/evaluations',
      search_subject_endpoint: 'https://api.example.com/dev/access/v1/search/subject',
    });
    expect(DecisionPointBody.parse(answer.body)).toEqual(answer.body);
  });

  it('takes no host from whoever asks', async () => {
    const headers = {
      Host: 'evil.example',
      'X-Forwarded-Host': 'evil.example',
      Forwarded: 'host=evil.example',
    };
    const answer = await get('/.well-known/authzen-configuration', headers);
    expect(answer.body).toEqual((await get('/.well-known/authzen-configuration')).body);
  });
});
