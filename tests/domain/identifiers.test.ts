import { describe, expect, test } from 'vitest';
import {
  parseDeviceId,
  parseGroupName,
  parseIdentityId,
  parseThingName,
  parseUserId,
  thingNameOf,
} from '../../src/domain/identifiers.ts';

const uuid = '00000000-0000-4000-8000-000000000001';

const parsers = { parseUserId, parseIdentityId, parseDeviceId, parseThingName, parseGroupName };

const taken: readonly [keyof typeof parsers, string][] = [
  ['parseUserId', uuid],
  ['parseUserId', 'x'.repeat(128)],
  ['parseIdentityId', `us-east-1:${uuid}`],
  ['parseIdentityId', `${'r'.repeat(18)}:${uuid}`], // 55 characters
  ['parseDeviceId', 'web-1'],
  ['parseDeviceId', '_'],
  ['parseDeviceId', 'x'.repeat(64)],
  ['parseThingName', `us-east-1:${uuid}:web-1`],
  ['parseThingName', `${'r'.repeat(18)}:${uuid}:${'x'.repeat(64)}`],
  ['parseGroupName', 'operators'],
  ['parseGroupName', 'a,b/c#+*${}é漢😀'],
  ['parseGroupName', 'x'.repeat(128)],
];

const refused: readonly [keyof typeof parsers, string][] = [
  ['parseUserId', ''],
  ['parseUserId', 'x'.repeat(129)],
  ['parseUserId', '*'],
  ['parseUserId', 'a b'],
  ['parseUserId', 'a/b'],
  ['parseUserId', `${uuid}\n`],
  ['parseIdentityId', uuid],
  ['parseIdentityId', `${'r'.repeat(19)}:${uuid}`],
  ['parseIdentityId', `*us-east-1:${uuid}`],
  ['parseIdentityId', `us-east-1:${uuid}:web-1`],
  ['parseIdentityId', `us-east-1:${uuid.toUpperCase().replace('0', 'A')}`],
  ['parseDeviceId', ''],
  ['parseDeviceId', 'x'.repeat(65)],
  ['parseDeviceId', '*x'],
  ['parseDeviceId', 'x*'],
  ['parseDeviceId', 'a:b'],
  ['parseThingName', ''],
  ['parseThingName', 'web-1'],
  ['parseThingName', `:web-1`],
  ['parseThingName', `us-east-1:${uuid}`],
  ['parseThingName', `us-east-1:${uuid}:`],
  ['parseThingName', `us-east-1:${uuid}:web:1`],
  ['parseThingName', `us-east-1:${uuid}:*`],
  ['parseThingName', `*:${uuid}:web-1`],
  ['parseGroupName', ''],
  ['parseGroupName', 'x'.repeat(129)],
  ['parseGroupName', ' x'],
  ['parseGroupName', 'x '],
  ['parseGroupName', 'a b'],
];

describe('an identifier', () => {
  test.each(taken)('%s takes %s', (parser, text) => {
    expect(parsers[parser](text)).toBe(text);
  });

  test.each(refused)('%s refuses "%s"', (parser, text) => {
    expect(parsers[parser](text)).toBeUndefined();
  });

  test('of a thing is that of the identity and the device', () => {
    const identityId = parseIdentityId(`us-east-1:${uuid}`);
    const deviceId = parseDeviceId('web-1');
    expect(identityId && deviceId && thingNameOf(identityId, deviceId)).toBe(`us-east-1:${uuid}:web-1`);
  });
});
