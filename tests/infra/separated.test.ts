import { expect, it } from 'vitest';
import { separated } from '../../infra/separated.ts';

it.each([
  ['', []],
  [' , ,', []],
  ['a', ['a']],
  [' a ,b,, c d ', ['a', 'b', 'c d']],
])('takes %j for its parts, without blanks around them and empty ones', (setting, parts) => {
  expect(separated(setting)).toEqual(parts);
});
