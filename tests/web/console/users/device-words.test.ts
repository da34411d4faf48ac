import { describe, expect, it } from 'vitest';
import {
  connectionInWords,
  type Device,
  devicesInWords,
} from '../../../../web/console/users/device-words.ts';

const device = (state: Device['state'], connected?: boolean): Device => ({
  deviceId: 'web-1',
  state,
  blocked: state === 'blocked',
  ...(connected !== undefined && { connected }),
});

describe('devices in words', () => {
  it.each<[words: string, devices: Device[]]>([
    ['none', []],
    ['2', [device('registered'), device('removing')]],
    ['2, 1 connected', [device('registered', true), device('registered', false)]],
    ['1, 0 connected', [device('registered', false)]],
    ['none, 1 blocked', [device('blocked')]],
    ['1, 1 connected, 2 blocked', [device('blocked'), device('registered', true), device('blocked')]],
  ])('are “%s”', (words, devices) => {
    expect(devicesInWords(devices)).toBe(words);
  });
});

it.each<[words: string, device: Device]>([
  ['connected', device('registered', true)],
  ['not connected', device('registered', false)],
  ['not known', device('registered')],
  ['–', device('blocked')],
])('says “%s” of a session', (words, given) => {
  expect(connectionInWords(given)).toBe(words);
});
