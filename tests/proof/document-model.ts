// What IoT policy documents allow, by AWS's rules as plainly as they can be written: whole ARNs, `*` crosses `/`.
import type { PolicyDocument, PolicyStatement } from '../../src/domain/policy-document.ts';
import { addBits, type Bits, bitsWhere, both, noBits, without } from './bits.ts';
import { type FourSets, offered } from './grant-model.ts';
import { filters, type Person, topics } from './universe.ts';

/** Whether the connection's client ID is the name of a thing attached to the caller. */
export type Connection = 'device' | 'no-device';

const arn = (type: string, name: string): string => `arn:aws:iot:us-east-1:123456789012:${type}/${name}`;

/** Resources of somebody else, or of another kind, that no document may reach. */
const strays: readonly string[] = [
  'arn:aws:iot:us-east-1:999999999999:topic/a/b',
  'arn:aws:iot:us-east-1:999999999999:topicfilter/a/b',
  'arn:aws:iot:us-east-1:1:topic/x:123456789012:topic/a',
  'arn:aws:iot:eu-west-1:123456789012:topic/a/b',
  'arn:aws-cn:iot:us-east-1:123456789012:topic/a',
  arn('client', 'anyone'),
  arn('thing', 'a'),
  arn('thing', 'a/b'),
  arn('topicx', 'a'),
];

const topicArns = topics.map((topic) => arn('topic', topic));
const filterArns = filters.map((filter) => arn('topicfilter', filter));

type Reach = { readonly topics: Bits; readonly filters: Bits; readonly stray: readonly string[] };

export type Allowed = FourSets & {
  readonly retainable: Bits;
  /** What is reached outside this account's topics and filters, by an action that is meant for it. */
  readonly stray: readonly string[];
};

export const allowedBy = (
  documents: readonly PolicyDocument[],
  person: Person,
  connection: Connection,
): Allowed => {
  const statements = documents.flatMap((document) => document.Statement);
  const applying = statements.filter((statement) => holds(statement, connection));
  const permitted = (action: string, kind: 'topics' | 'filters'): Bits => {
    const sides = { Allow: noBits(size[kind]), Deny: noBits(size[kind]) };
    for (const statement of applying) {
      if (!listed(statement.Action).some((name) => name === action || patternOf(name).test(action))) continue;
      for (const resource of listed(statement.Resource)) {
        addBits(sides[statement.Effect], reachOf(resource, person, connection)[kind]);
      }
    }
    return without(sides.Allow, sides.Deny);
  };
  const subscribable = permitted('iot:Subscribe', 'filters');
  const directable = permitted('iot:Receive', 'topics');
  return {
    publishable: permitted('iot:Publish', 'topics'),
    retainable: permitted('iot:RetainPublish', 'topics'),
    subscribable,
    directable,
    receivable: both(offered(subscribable), directable),
    stray: applying
      .filter((statement) => statement.Effect === 'Allow')
      .flatMap((statement) => listed(statement.Resource))
      .flatMap((resource) => reachOf(resource, person, connection).stray),
  };
};

const size = { topics: topics.length, filters: filters.length };

const listed = (value: string | readonly string[] | undefined): readonly string[] =>
  typeof value === 'string' ? [value] : (value ?? []);

/** Only the one condition that the service writes; any other is an error of the document. */
const holds = (statement: PolicyStatement, connection: Connection): boolean => {
  if (statement.Condition === undefined) return true;
  if (JSON.stringify(statement.Condition) !== '{"Bool":{"iot:Connection.Thing.IsAttached":"true"}}') {
    throw new Error(`an unknown condition: ${JSON.stringify(statement.Condition)}`);
  }
  return connection === 'device';
};

const memory = new Map<string, Reach>();

const reachOf = (resource: string, person: Person, connection: Connection): Reach => {
  const unresolved = connection === 'no-device' && resource.includes('${iot:');
  const key = `${person.userId} ${unresolved} ${resource}`;
  const known = memory.get(key);
  if (known) return known;
  const pattern = resolve(resource, person, connection);
  const reaches = (target: string): boolean => pattern?.test(target) ?? false;
  const reach = {
    topics: bitsWhere(topicArns, reaches),
    filters: bitsWhere(filterArns, reaches),
    stray: strays.filter(reaches),
  };
  memory.set(key, reach);
  return reach;
};

/** "An unresolved variable matches nothing." */
const resolve = (resource: string, person: Person, connection: Connection): RegExp | undefined => {
  const text = resource.replaceAll('${cognito-identity.amazonaws.com:sub}', person.identityId);
  const thing = '${iot:Connection.Thing.ThingName}';
  if (connection === 'no-device' && text.includes(thing)) return undefined;
  const whole = text.replaceAll(thing, person.thingName);
  return whole.includes('${') ? undefined : patternOf(whole);
};

const patternOf = (pattern: string): RegExp => {
  const parts = [...pattern].map((char) => {
    if (char === '*') return '[^]*';
    return char === '?' ? '[^]' : char.replace(/[\\^$.+|()[\]{}/-]/, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`);
};
