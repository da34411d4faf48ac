// ID tokens as a user pool makes them, unsigned: pages do not verify them.

export const idToken = (claims: Readonly<Record<string, unknown>> = {}): string => {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const payload = { sub: 'user-1', email: 'alice@example.com', iss: 'https://pool', ...claims };
  return `${part({ alg: 'RS256' })}.${part(payload)}.signature`;
};
