// A Cognito user pool on this machine: cognito-local's operations on one pool in memory, mended where they differ
// from Cognito. Its signing key is public, so nothing but the local stack may trust its tokens.

import { DefaultConfig } from 'cognito-local/lib/server/config.js';
import { Router } from 'cognito-local/lib/server/Router.js';
import { createServer } from 'cognito-local/lib/server/server.js';
import { DateClock, type Services } from 'cognito-local/lib/services/index.js';
import { JwtTokenGenerator } from 'cognito-local/lib/services/tokenGenerator.js';
import { pino } from 'pino';
import { createAdministrationEvents, type EventTarget } from './administration-events.ts';
import { withFaults } from './fault-front.ts';
import { routesOf } from './routes.ts';
import { type SeededUser, seedGroup, seedUsers } from './seed-users.ts';
import { openSinglePool } from './single-pool.ts';
import { type TriggerFunctions, triggersOf } from './trigger-functions.ts';

export type UserPoolOptions = {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly region: string;
  /** `<region>_…` */
  readonly userPoolId: string;
  readonly clientId: string;
  readonly users: readonly SeededUser[];
  /** Groups that exist from the start, with or without members. */
  readonly groups?: readonly string[];
  /** What confirms a sign-up; nothing is ever sent. */
  readonly confirmationCode?: string;
  readonly triggers?: TriggerFunctions;
  /** Who is told, in CloudTrail's words, of what administrators do. */
  readonly events?: EventTarget;
};

export type LocalUserPool = {
  readonly url: string;
  readonly jwksUrl: string;
  readonly issuer: string;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly confirmationCode: string;
  close(): Promise<void>;
};

export const startUserPool = async ({
  port = 0,
  region,
  userPoolId,
  clientId,
  users,
  groups = ['admins'],
  confirmationCode = '123456',
  triggers: triggerFunctions,
  events: eventTarget,
}: UserPoolOptions): Promise<LocalUserPool> => {
  const logger = pino({ level: 'silent' });
  const { cognito, pool } = await openSinglePool({ logger }, { userPoolId, clientId, region });
  for (const group of groups) await seedGroup({ logger }, pool, group);
  await seedUsers({ logger }, pool, users);

  const clock = new DateClock();
  const issuerDomain = `https://cognito-idp.${region}.amazonaws.com`;
  const triggers = triggersOf(triggerFunctions, pool, region);
  const services: Services = {
    clock,
    cognito,
    config: DefaultConfig,
    messages: { deliver: async () => undefined },
    otp: () => confirmationCode,
    tokenGenerator: new JwtTokenGenerator(clock, triggers, { IssuerDomain: issuerDomain }),
    triggers,
  };
  const events = createAdministrationEvents(eventTarget, pool, region);
  const routes = routesOf(pool, Router(services), events);
  const server = await createServer(routes, logger, { port, hostname: '127.0.0.1' }, services).start();
  withFaults(server);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The user pool has no port.');
  const url = `http://127.0.0.1:${address.port}`;
  return {
    url,
    jwksUrl: `${url}/${userPoolId}/.well-known/jwks.json`,
    issuer: `${issuerDomain}/${userPoolId}`,
    userPoolId,
    clientId,
    confirmationCode,
    close: async () => {
      await new Promise<void>((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      });
      await events.settled();
    },
  };
};
