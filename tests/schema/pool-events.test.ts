// The user pool's events as AWS documents them, whole and half: tests/schema/cases/*.json. Cases say what differs from a
// documented event, by JSON pointers, and from its user.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportedOperations } from '../../local/user-pool/administration-events.ts';
import { cloudTrailEvent } from '../../local/user-pool/cloud-trail-event.ts';
import { confirmation, readPoolEvent, tokenGeneration } from '../../src/schema/pool-events.ts';

type Case = {
  readonly it: string;
  /** The documented event it begins with; `instead`: none. */
  readonly event?: string;
  readonly instead?: unknown;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly without?: readonly string[];
  /** null: refused; a member that is null: the event does not say. */
  readonly read: { readonly ignored?: string } | null;
};
type Table = {
  readonly user: object;
  readonly events: Readonly<Record<string, object>>;
  readonly cases: readonly Case[];
};

const userPoolId = 'us-east-1_EXAMPLE';
const sub = 'a1b2c3d4-5678-90ab-cdef-EXAMPLE11111';
const readers: Readonly<Record<string, (event: unknown) => unknown>> = {
  'post-confirmation': (event) => confirmation.safeParse(event).data ?? null,
  'pre-token-generation': (event) => tokenGeneration.safeParse(event).data ?? null,
  'cloud-trail': (event) => readPoolEvent(event, userPoolId),
};

describe.each(Object.entries(readers))('an event of %s', (file, read) => {
  const { user, events, cases } = tableOf(file);

  it.each(cases)('$it', (one) => {
    expect(read(eventOf(one, events))).toEqual(expected(one, user));
  });

  it('is read or refused, whatever it is, and never throws', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(userIdIn(read(value))).toBeUndefined();
      }),
    );
  });

  it('with anything at any place of it never throws, nor tells of another user than its own', () => {
    for (const event of Object.values(events)) {
      const places = fc.constantFrom(...placesIn(event).filter((place) => !place.endsWith('/sub')));
      fc.assert(
        fc.property(places, fc.anything(), (place, value) => {
          expect([undefined, sub]).toContain(userIdIn(read(changed(event, { [place]: value }, []))));
        }),
        { numRuns: 500 },
      );
    }
  });
});

describe('the local user pool', () => {
  const reported = (operation: string, failure?: { code: string; message: string }) => {
    const request = { UserPoolId: userPoolId, Username: 'alice@example.com', GroupName: 'operators' };
    const occurrence = { operation, request, sub, region: 'us-east-1', accountId: '123456789012', failure };
    return readPoolEvent(cloudTrailEvent(occurrence), userPoolId);
  };

  it('reports each operation for what it does', () => {
    const meanings = [...reportedOperations].map((operation) => [operation, reported(operation).kind]);
    expect(Object.fromEntries(meanings)).toEqual({
      AdminAddUserToGroup: 'groups-changed',
      AdminDeleteUser: 'deleted',
      AdminDisableUser: 'disabled',
      AdminEnableUser: 'enabled',
      AdminRemoveUserFromGroup: 'groups-changed',
      AdminUserGlobalSignOut: 'signed-out',
      DeleteUser: 'deleted',
    });
  });

  it('reports an operation that failed for no more than that', () => {
    const failure = { code: 'ResourceNotFoundException', message: 'Group not found.' };
    expect(reported('AdminAddUserToGroup', failure)).toEqual({ kind: 'ignored', why: 'failed-call' });
  });
});

function tableOf(file: string): Table {
  return JSON.parse(readFileSync(new URL(`cases/${file}.json`, import.meta.url), 'utf8'));
}

const eventOf = (
  { event, instead, with: values = {}, without = [] }: Case,
  events: Table['events'],
): unknown => (event === undefined ? instead : changed(events[event] ?? {}, values, without));

const expected = ({ read }: Case, user: object): unknown => {
  if (read === null) return null;
  if (read.ignored !== undefined) return { kind: 'ignored', why: read.ignored };
  return Object.fromEntries(Object.entries({ ...user, ...read }).filter(([, value]) => value !== null));
};

const changed = (
  event: object,
  values: Readonly<Record<string, unknown>>,
  without: readonly string[],
): unknown => {
  const copy = structuredClone(event);
  for (const [pointer, value] of Object.entries(values)) put(copy, pointer.split('/').slice(1), value);
  for (const pointer of without) put(copy, pointer.split('/').slice(1), undefined);
  return copy;
};

const put = (node: object, [step = '', ...rest]: readonly string[], value: unknown): void => {
  if (rest.length > 0) put(Reflect.get(node, step), rest, value);
  else if (value === undefined) Reflect.deleteProperty(node, step);
  else Reflect.set(node, step, value);
};

/** Pointers to every member, within or at a leaf. */
const placesIn = (node: unknown, at = ''): readonly string[] =>
  typeof node === 'object' && node !== null && !Array.isArray(node)
    ? Object.entries(node).flatMap(([name, value]) => [`${at}/${name}`, ...placesIn(value, `${at}/${name}`)])
    : [];

const userIdIn = (read: unknown): unknown =>
  typeof read === 'object' && read !== null && 'userId' in read ? read.userId : undefined;
