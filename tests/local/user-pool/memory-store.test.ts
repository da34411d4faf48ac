import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { memoryStore } from '../../../local/user-pool/memory-store.ts';

const context = { logger: pino({ level: 'silent' }) };
const store = () => memoryStore({ Users: { a: { n: 1 } }, Options: { Id: 'pool' } });

describe('the store of the user pool', () => {
  test('gives what it was made with, entry by entry and as a collection', async () => {
    expect(await store().get(context, ['Users', 'a'])).toEqual({ n: 1 });
    expect(await store().get(context, 'Users')).toEqual({ a: { n: 1 } });
    expect(await store().get(context, 'Options')).toEqual({ Id: 'pool' });
  });
  test('gives the default, or null, for what is not there', async () => {
    expect(await store().get(context, ['Users', 'b'])).toBeNull();
    expect(await store().get(context, 'Groups', {})).toEqual({});
    expect(await store().get(context, ['Groups', 'g'])).toBeNull();
  });
  test('keeps what is set, in new collections too, and forgets what is deleted', async () => {
    const users = store();
    await users.set(context, ['Groups', 'a.b/c'], { at: new Date(0) });
    await users.set(context, 'Options', { Id: 'other' });
    expect(await users.get(context, 'Groups')).toEqual({ 'a.b/c': { at: new Date(0) } });
    expect(await users.get(context, 'Options')).toEqual({ Id: 'other' });
    await users.delete(context, ['Users', 'a']);
    expect(await users.get(context, 'Users')).toEqual({});
  });
  test('does not let a caller change what is stored by changing its copy', async () => {
    const users = store();
    const given = { n: 2 };
    await users.set(context, ['Users', 'a'], given);
    given.n = 3;
    const taken = await users.get<{ n: number }>(context, ['Users', 'a']);
    if (taken) taken.n = 4;
    expect(await users.get(context, ['Users', 'a'])).toEqual({ n: 2 });
  });
});
