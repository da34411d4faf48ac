// What a browser asks before a page calls Cognito as the SDK does, and must be told (Fetch standard §4.8).
import { expect } from 'vitest';

const sentHeaders = [
  'amz-sdk-invocation-id',
  'amz-sdk-request',
  'content-type',
  'x-amz-target',
  'x-amz-user-agent',
];

export const expectOpenToBrowsers = async (url: string): Promise<void> => {
  const preflight = await fetch(url, {
    method: 'OPTIONS',
    headers: {
      origin: 'http://localhost:8000',
      'access-control-request-method': 'POST',
      'access-control-request-headers': sentHeaders.join(','),
    },
  });
  expect(preflight.ok).toBe(true);
  expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
  expect(preflight.headers.get('access-control-allow-methods')).toMatch(/\bPOST\b/);
  const allowed = preflight.headers.get('access-control-allow-headers')?.split(/\s*,\s*/) ?? [];
  if (!allowed.includes('*')) expect(allowed).toEqual(expect.arrayContaining(sentHeaders));
};
