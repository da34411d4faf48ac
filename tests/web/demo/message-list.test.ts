import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/client/create-attache.ts';
import { mostMessages, noMessages, withMessage } from '../../../web/demo/message-list.ts';

const message = (topic: string): Message => ({ topic, payload: new Uint8Array(), retained: false });
const at = '2026-01-01T00:00:00Z';

describe('the messages of a page', () => {
  it('are kept newest first, the last hundred, and all counted', () => {
    const topics = Array.from({ length: mostMessages + 20 }, (_, index) => `t/${index}`);
    const list = topics.reduce((before, topic) => withMessage(before, message(topic), at), noMessages);
    expect(list.count).toBe(mostMessages + 20);
    expect(list.received.map(({ topic }) => topic)).toEqual(topics.toReversed().slice(0, mostMessages));
    expect(list.received.at(-1)?.number).toBe(21);
  });

  it('are kept once, however many subscriptions they were for', () => {
    const one = message('a');
    const list = withMessage(withMessage(noMessages, one, at), one, at);
    expect(list).toMatchObject({ count: 1, received: [{ topic: 'a', number: 1 }] });
    // The same text a second time is another message.
    expect(withMessage(list, message('a'), at).count).toBe(2);
  });
});
