import { expect, test } from 'vitest';
import { matchesTopic } from '../../src/domain/topic-match.ts';

test.each([
  // MQTT 5 §4.7.1.2, the multi-level wildcard
  ['sport/tennis/player1/#', 'sport/tennis/player1', true],
  ['sport/tennis/player1/#', 'sport/tennis/player1/ranking', true],
  ['sport/tennis/player1/#', 'sport/tennis/player1/score/wimbledon', true],
  ['sport/#', 'sport', true],
  ['sport/#', 'sport/', true],
  ['sport/#', 'sports', false],
  ['#', 'anything/at/all', true],
  ['a/b/#', 'a', false],
  ['a/#', 'b/a', false],
  // MQTT 5 §4.7.1.3, the single-level wildcard
  ['sport/tennis/+', 'sport/tennis/player1', true],
  ['sport/tennis/+', 'sport/tennis/player1/ranking', false],
  ['sport/+', 'sport', false],
  ['sport/+', 'sport/', true],
  ['+', 'sport', true],
  ['+', '/finance', false],
  ['+/+', '/finance', true],
  ['/+', '/finance', true],
  ['+/tennis/#', 'sport/tennis', true],
  ['a/+/#', 'a', false],
  ['a/+/#', 'a/b', true],
  ['a/+/#', 'a/', true],
  ['a/+/c', 'a//c', true],
  ['a/+/c', 'a/b/b/c', false],
  // MQTT 5 §4.7.2, topics beginning with $
  ['#', '$SYS/monitor/Clients', false],
  ['+/monitor/Clients', '$SYS/monitor/Clients', false],
  ['$SYS/#', '$SYS/monitor/Clients', true],
  ['$SYS/monitor/+', '$SYS/monitor/Clients', true],
  // MQTT 5 §4.7.3
  ['ACCOUNTS', 'Accounts', false],
  ['a', 'a', true],
  ['a', '/a', false],
  ['a', 'a/', false],
  ['a/b', 'a', false],
  ['e\u0301', '\u00e9', false],
])('%s matches %s: %s', (filter, topic, expected) => {
  expect(matchesTopic(filter, topic)).toBe(expected);
});
