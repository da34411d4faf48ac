import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseGroupName } from '../../src/domain/identifiers.ts';
import { pathParameters } from '../../src/http/path-parameters.ts';

const resource = '/groups/{group}';
const groupIn = (path: string) => pathParameters({ resource, path });

/** What Cognito allows, but for the two names that are steps in a path: clients take those away before they send. */
const groupName = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .filter((name) => parseGroupName(name) !== undefined && name !== '.' && name !== '..');

describe('path parameters', () => {
  it.each([
    ['operators', '/groups/operators'],
    ['a/b', '/groups/a%2Fb'],
    ['50%', '/groups/50%25'],
    ['%2F', '/groups/%252F'],
    ['a+b', '/groups/a+b'],
    ['a+b', '/groups/a%2Bb'],
    ['größe', '/groups/gr%C3%B6%C3%9Fe'],
    ['größe', '/groups/größe'],
    ['group', '/groups/group'],
    ['{group}', '/groups/%7Bgroup%7D'],
    ['a:b@c', '/groups/a:b@c'],
  ])('are decoded once: %s of %s', (group, path) => {
    expect(groupIn(path)).toEqual({ ok: true, value: { group } });
  });

  it('are what the client has encoded, whatever that is', () => {
    fc.assert(
      fc.property(groupName, (group) => {
        expect(groupIn(`/groups/${encodeURIComponent(group)}`)).toEqual({ ok: true, value: { group } });
      }),
    );
  });

  it('are the same behind the base path of an own domain, and with a slash at the end', () => {
    expect(groupIn('/iot/v1/groups/a%2Fb')).toEqual({ ok: true, value: { group: 'a/b' } });
    expect(groupIn('/groups/a%2Fb/')).toEqual({ ok: true, value: { group: 'a/b' } });
  });

  it('may be several, and none', () => {
    const path = '/users/a%20b/devices/web-1';
    expect(pathParameters({ resource: '/users/{userId}/devices/{deviceId}', path })).toEqual({
      ok: true,
      value: { userId: 'a b', deviceId: 'web-1' },
    });
    expect(pathParameters({ resource: '/grants', path: '/grants' })).toEqual({ ok: true, value: {} });
  });

  it.each(['/groups/%', '/groups/%zz', '/groups/%ff', '/groups/%c3'])('of %s are refused', (path) => {
    expect(groupIn(path)).toMatchObject({
      ok: false,
      fault: { kind: 'request-invalid', violations: [{ pointer: '/path/group', code: 'text-invalid' }] },
    });
  });
});
