import { expect, it } from 'vitest';
import { addressOf } from '../../../../web/console/addresses.ts';
import { nobodyFound, searchKeys, searchOf } from '../../../../web/console/users/user-search.ts';

it.each(searchKeys)('finds in its address what is looked for by %s', (key) => {
  const text = 'ä & b+c@example.com';
  const { searchParams } = new URL(addressOf.users({ [key]: text }), 'http://localhost');
  expect(searchOf(Object.fromEntries(searchParams))).toEqual({ key, text });
});

it('looks for one thing at a time, and for nothing that is empty or unknown', () => {
  expect(searchOf({ group: 'ops', email: 'a@example.com' })).toEqual({ key: 'email', text: 'a@example.com' });
  expect(searchOf({ email: '', name: 'a' })).toBeUndefined();
});

it('says of each search what it means that nobody was found', () => {
  const said = [undefined, ...searchKeys].map((key) => nobodyFound(key && { key, text: 'x' }));
  expect(new Set(said).size).toBe(said.length);
});
