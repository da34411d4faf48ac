import { expect, test } from 'vitest';
import { parseDeviceId, parseIdentityId, parseUserId, thingNameOf } from '../../src/domain/identifiers.ts';
import { resolveVariables } from '../../src/domain/topic-filter-variable.ts';
import { filterOf } from './filters.ts';

const identityId = parseIdentityId('us-east-1:aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa');
const deviceId = parseDeviceId('web-1');
const thingName = identityId && deviceId && thingNameOf(identityId, deviceId);
const userId = parseUserId('alice');

test('variables are put in, wildcards stay', () => {
  const resolved = resolveVariables(filterOf('${userId}/${identityId}/+/${thingName}/#'), {
    identityId,
    thingName,
    userId,
  });
  expect(resolved.text).toBe(`alice/${identityId}/+/${identityId}:web-1/#`);
  expect(resolved.levels.map((level) => level.kind)).toEqual(['text', 'text', 'single', 'text', 'multi']);
});

test('what is not known is left standing', () => {
  const resolved = resolveVariables(filterOf('a/${identityId}/${thingName}'), { identityId });
  expect(resolved.text).toBe(`a/${identityId}/\${thingName}`);
  expect(resolved.levels.at(-1)).toEqual({ kind: 'variable', variable: 'thingName' });
});

test('a filter without variables stays the same', () => {
  const filter = filterOf('a/+/#');
  expect(resolveVariables(filter, { identityId, thingName, userId })).toBe(filter);
});
