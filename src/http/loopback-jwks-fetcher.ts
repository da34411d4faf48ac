import type { SimpleFetcher } from 'aws-jwt-verify/https';
import { Outage } from './outage.ts';

/**
 * Reads the key set at `jwksUri` in the issuer's place: for the local stack, whose user pool has no https.
 * @throws at start, unless the location is on this machine: whoever names the keys says who everyone is.
 */
export const loopbackJwksFetcher = (jwksUri: string): Pick<SimpleFetcher, 'fetch'> => {
  const { hostname } = new URL(jwksUri);
  if (!['127.0.0.1', '[::1]', 'localhost'].includes(hostname)) {
    throw new Error('JWKS_URI may name a loopback host only.');
  }
  const read = async (): Promise<ArrayBuffer> => {
    const response = await fetch(jwksUri, { signal: AbortSignal.timeout(3000) });
    if (!response.ok) throw new Error(`The key set answered ${response.status}.`);
    return response.arrayBuffer();
  };
  return {
    fetch: () =>
      read().catch((cause: unknown) => {
        throw new Outage('The local key set cannot be read.', { cause });
      }),
  };
};
