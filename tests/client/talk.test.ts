// Publishing and subscribing within what is granted.
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createClientWorld } from './world.ts';

const minutes = 60_000;

const connected = async () => {
  const world = createClientWorld();
  const attache = world.open();
  await attache.connect();
  return { world, attache };
};

describe('publishing and subscribing', () => {
  it('asks nobody about what is granted beyond doubt', async () => {
    const { world, attache } = await connected();
    await attache.publish('mine/a', 'x');
    await attache.subscribe('mine/#', () => {});
    expect(world.broker.sent).toEqual(['publish mine/a', 'subscribe mine/#']);
    expect(world.asked('/access/v1/evaluation')).toEqual([]);
  });

  it('never sends what was not granted, and says why', async () => {
    const { world, attache } = await connected();
    const refusal = {
      code: 'not-granted',
      details: { reason: 'told', nearMisses: ['publish is allowed on mine/#'] },
    };
    await expect(attache.publish('theirs', 'x')).rejects.toMatchObject(refusal);
    await expect(attache.subscribe('#', () => {})).rejects.toMatchObject(refusal);
    await expect(attache.publish('mine/a', 'x', { retain: true })).rejects.toMatchObject(refusal);
    world.service.granted = [...world.service.granted, 'new'];
    await attache.publish('new', 'x');
    await attache.publish('new', 'x');
    expect(world.broker.sent).toEqual(['publish new', 'publish new']);
    expect(world.asked('/access/v1/evaluation')).toHaveLength(4);
  });

  it('tries a refused subscription again while its grant spreads, later each time', async () => {
    const world = createClientWorld();
    world.service.effectiveBy = world.now() + 8 * minutes;
    world.service.granted = ['mine/a'];
    const attache = world.open();
    await attache.connect();
    world.broker.refusals.subscribe = 6;
    await attache.subscribe('mine/a', () => {});
    // Once on each connection, and not again when it has been taken.
    await turn();
    expect([world.broker.sent.length, world.broker.urls.length]).toEqual([7, 7]);
    expect(world.lost).toEqual([]);
    await attache.close();
  });

  it('gives up what is granted, effective and refused all the same', async () => {
    const world = createClientWorld();
    world.service.granted = ['mine/a'];
    const attache = world.open();
    await attache.connect();
    world.broker.refusals.publish = 100;
    await expect(attache.publish('mine/a', 'x')).rejects.toMatchObject({ code: 'connection-lost' });
    expect(world.broker.sent).toHaveLength(4);
    await attache.close();
  });

  it('tells what was revoked meanwhile, and takes it off the subscriptions', async () => {
    const { world, attache } = await connected();
    await attache.subscribe('mine/a', () => {});
    world.service.granted = ['other'];
    world.broker.refusals.publish = 1;
    await expect(attache.publish('mine/b', 'x')).rejects.toMatchObject({ code: 'not-granted' });
    await expect.poll(() => world.lost).toEqual(['mine/a: not-granted']);
    expect(world.broker.sent).toEqual(['subscribe mine/a', 'publish mine/b']);
    await attache.close();
  });

  it('subscribes again on the next connection, once for all listeners, and delivers to each', async () => {
    const { world, attache } = await connected();
    const received: string[] = [];
    const all = await attache.subscribe('mine/#', ({ topic }) => received.push(`all ${topic}`));
    await attache.subscribe('mine/#', ({ topic }) => received.push(`too ${topic}`));
    world.broker.clients[0]?.drop();
    await expect.poll(() => world.broker.sent).toEqual(['subscribe mine/#', 'subscribe mine/#']);
    world.broker.clients[1]?.emit('message', 'mine/a', new Uint8Array(), { retain: false });
    world.broker.clients[1]?.emit('message', 'theirs', new Uint8Array(), { retain: false });
    expect(received).toEqual(['all mine/a', 'too mine/a']);
    await all.unsubscribe();
    world.broker.clients[1]?.emit('message', 'mine/b', new Uint8Array(), { retain: false });
    expect(received.slice(2)).toEqual(['too mine/b']);
    await attache.close();
  });

  it('subscribes again when it is connected again after an end', async () => {
    const { world, attache } = await connected();
    await attache.subscribe('mine/a', () => {});
    world.service.status = 'suspended';
    world.broker.clients[0]?.drop();
    await expect.poll(() => world.statuses.at(-1)?.state).toBe('closed');
    world.service.status = 'active';
    await attache.connect();
    await expect.poll(() => world.broker.sent).toEqual(['subscribe mine/a', 'subscribe mine/a']);
    expect(world.lost).toEqual([]);
    await attache.close();
  });

  it.each([
    ['a topic with a wildcard', 'mine/+'],
    ['an empty topic', ''],
    ['nine levels', 'mine/2/3/4/5/6/7/8/9'],
    ['over 256 bytes', `mine/${'é'.repeat(126)}`],
  ])('does not publish to %s', async (_what, topic) => {
    const { world, attache } = await connected();
    await expect(attache.publish(topic, 'x')).rejects.toMatchObject({ code: 'message-invalid' });
    expect(world.broker.sent).toEqual([]);
  });

  it('does not send over 128 KB', async () => {
    const { attache } = await connected();
    await attache.publish('mine/a', 'x'.repeat(131_072));
    await expect(attache.publish('mine/a', 'é'.repeat(65_537))).rejects.toMatchObject({
      code: 'message-invalid',
    });
  });

  it('has at most 50 subscriptions', async () => {
    const { attache } = await connected();
    for (let n = 1; n <= 50; n++) await attache.subscribe(`mine/${n}`, () => {});
    await attache.subscribe('mine/50', () => {});
    await expect(attache.subscribe('mine/51', () => {})).rejects.toMatchObject({ code: 'message-invalid' });
  });

  it('tells when there is no connection', async () => {
    const { attache } = await connected();
    await attache.close();
    await expect(attache.publish('mine/a', 'x')).rejects.toMatchObject({ code: 'not-connected' });
    await expect(
      createClientWorld()
        .open()
        .subscribe('mine/a', () => {}),
    ).rejects.toMatchObject({
      code: 'not-connected',
    });
  });
});
