// What the API and the identity pool answer, read without trust: a proxy's page is an answer too.
import { AttacheError } from './attache-error.ts';

/** Filters with variables resolved for this device. */
export type Permissions = {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
  readonly receive: readonly string[];
  readonly retain: readonly string[];
  /** Denied, whatever the lists above say. */
  readonly deny: {
    readonly publish: readonly string[];
    readonly subscribe: readonly string[];
    readonly receive: readonly string[];
  };
};

export type Registration = {
  readonly deviceId: string;
  readonly identityId: string;
  readonly clientId: string;
  readonly region: string;
  readonly mqttUrl: string;
  readonly permissions: Permissions;
  readonly policies: readonly string[];
  /** ISO 8601. Until then a connection, a publish or a subscription may still be refused. */
  readonly effectiveBy: string;
};

export type Explanation = {
  readonly decision: boolean;
  readonly reason: string;
  readonly nearMisses: readonly string[];
  readonly effectiveBy?: string;
  /** For an accepted subscription: the filters of what will be delivered. */
  readonly deliverable?: readonly string[];
};

/** As AWS SDK clients take them. */
export type Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
};

export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const parseRegistration = (value: unknown): Registration => {
  const body = objectOf(value, 'the registration');
  const permissions = objectOf(body['permissions'], 'permissions');
  const deny = objectOf(permissions['deny'], 'permissions.deny');
  return {
    deviceId: text(body, 'deviceId'),
    identityId: text(body, 'identityId'),
    clientId: text(body, 'clientId'),
    region: text(body, 'region'),
    mqttUrl: text(body, 'mqttUrl'),
    permissions: { ...byAction(permissions), retain: texts(permissions, 'retain'), deny: byAction(deny) },
    policies: texts(body, 'policies'),
    effectiveBy: text(body, 'effectiveBy'),
  };
};

/** OpenID AuthZEN 1.0, with the members of this service's `context`. */
export const parseExplanation = (value: unknown): Explanation => {
  const body = objectOf(value, 'the evaluation');
  const context = objectOf(body['context'] ?? {}, 'context');
  if (typeof body['decision'] !== 'boolean') throw invalid('decision');
  return {
    decision: body['decision'],
    reason: typeof context['reason'] === 'string' ? context['reason'] : 'unknown',
    nearMisses: 'nearMisses' in context ? texts(context, 'nearMisses') : [],
    ...('effectiveBy' in context && { effectiveBy: text(context, 'effectiveBy') }),
    ...('deliverable' in context && { deliverable: texts(context, 'deliverable') }),
  };
};

/** GetCredentialsForIdentity: `SecretKey`, and `Expiration` in epoch seconds. */
export const parseCredentials = (value: unknown): Credentials => {
  const given = objectOf(objectOf(value, 'the credentials')['Credentials'], 'Credentials');
  const { Expiration: expiration } = given;
  if (typeof expiration !== 'number') throw invalid('Expiration');
  return {
    accessKeyId: text(given, 'AccessKeyId'),
    secretAccessKey: text(given, 'SecretKey'),
    sessionToken: text(given, 'SessionToken'),
    expiration: new Date(expiration * 1000),
  };
};

const byAction = (lists: Json) => ({
  publish: texts(lists, 'publish'),
  subscribe: texts(lists, 'subscribe'),
  receive: texts(lists, 'receive'),
});

const objectOf = (value: unknown, what: string): Json => {
  if (!isObject(value)) throw invalid(what);
  return value;
};

const text = (body: Json, name: string): string => {
  const value = body[name];
  if (typeof value !== 'string') throw invalid(name);
  return value;
};

const texts = (body: Json, name: string): readonly string[] => {
  const value = body[name];
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) throw invalid(name);
  return value;
};

const invalid = (what: string) =>
  new AttacheError('answer-invalid', `The answer lacks ${what}, or has something else in its place.`);
