import { expect, it } from 'vitest';
import { insertLevel } from '../../../../web/console/grants/insert-level.ts';

// | is the caret, [ ] what is selected.
it.each([
  ['|', '${thingName}|'],
  ['a|', 'a/${thingName}|'],
  ['a/|', 'a/${thingName}|'],
  ['|b', '${thingName}|/b'],
  ['a/|b', 'a/${thingName}|/b'],
  ['a|/b', 'a/${thingName}|/b'],
  ['a/|/b', 'a/${thingName}|/b'],
  ['a/[b]/c', 'a/${thingName}|/c'],
  ['[a/b]', '${thingName}|'],
])('a level in %s makes %s', (given, expected) => {
  const text = given.replaceAll(/[|[\]]/g, '');
  const start = given.search(/[|[]/);
  const end = given.includes(']') ? given.indexOf(']') - 1 : start;
  const inserted = insertLevel(text, [start, end], '${thingName}');
  const { caret } = inserted;
  expect(`${inserted.text.slice(0, caret)}|${inserted.text.slice(caret)}`).toBe(expected);
});
