// The environment of a function, read once when it starts: what is missing or wrong stops it there, not at a request.
import * as z from 'zod/mini';
import { parseRetainedTopic } from '../domain/retained-topics.ts';
import type { TopicFilter } from '../domain/topic-filter.ts';
import { groupName } from './identifiers.ts';

const nonEmpty = z.string().check(z.minLength(1));

/** Comma-separated; blanks around items and empty items do not count. */
const list = z.pipe(
  z.string(),
  z.transform((text: string) =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  ),
);

const retainedTopics = z.pipe(
  list,
  z.transform((texts: string[], context): TopicFilter[] =>
    texts.flatMap((text) => {
      const topic = parseRetainedTopic(text);
      if (topic.ok) return [topic.value];
      context.issues.push({ code: 'custom', message: topic.fault.detail, input: text });
      return [];
    }),
  ),
);

const whole = (minimum: number, maximum: number) =>
  z.coerce.number().check(z.int(), z.minimum(minimum), z.maximum(maximum));

/** Every variable by its name; each function picks those it is given. */
export const variables = {
  AWS_REGION: nonEmpty,
  ACCOUNT_ID: z.string().check(z.regex(/^\d{12}$/)),
  USER_POOL_ID: nonEmpty,
  USER_POOL_CLIENT_IDS: z.pipe(list, z.array(nonEmpty).check(z.minLength(1))),
  IDENTITY_POOL_ID: nonEmpty,
  TABLE_NAME: nonEmpty,
  POLICY_PREFIX: nonEmpty,
  /** Of its metrics. */
  SERVICE_STAGE: z._default(nonEmpty, 'local'),
  /** Whose members are administrators. */
  ADMIN_GROUP: z.pipe(z._default(z.string(), 'admins'), groupName),
  /** That everybody who signs up is put into; none when it is empty. */
  DEFAULT_GROUPS: z.pipe(z._default(list, []), z.array(groupName)),
  DEVICE_LIMIT: z._default(whole(1, 200), 20),
  EVERYONE_DOCUMENTS: z._default(whole(1, 3), 1),
  RETAINED_TOPICS: retainedTopics,
  CORS_ORIGINS: list,
  /** For the local stack alone, whose user pool has no https: refused unless it names a loopback host. */
  JWKS_URI: z._default(z.nullable(z.string()), null),
};

/**
 * Where clients find the API, as AuthZEN §9.1 wants a decision point to be named: by https, without query and fragment.
 * The local stack has no https. It stands apart since one function alone is given it.
 */
export const apiUrl = z.pipe(
  z.string().check(z.regex(/^(https:\/\/[^/?#\s]+|http:\/\/(127\.0\.0\.1|localhost)(:\d+)?)(\/[^?#\s]*)?$/)),
  z.transform((url: string) => url.replace(/\/+$/, '')),
);

/** @throws when a variable is missing or wrong; the message names it, and no value. */
export const readConfig = <Shape extends z.core.$ZodShape>(
  shape: Shape,
  environment: Readonly<Record<string, string | undefined>>,
): z.output<z.ZodMiniObject<Shape>> => {
  const config = z.object(shape).safeParse(environment);
  if (config.success) return config.data;
  const faults = config.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`The environment is not complete. ${faults.join('; ')}`);
};
