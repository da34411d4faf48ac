import { expect, it } from 'vitest';
import { accessActions } from '../../../../web/console/explain/question.ts';
import { nextSteps, sentenceOn } from '../../../../web/console/explain/reasons.ts';

const reasons = [
  'granted',
  'no-grant',
  'denied',
  'expired',
  'unregistered',
  'no-device',
  'suspended',
  'withheld',
  'role',
] as const;
const question = { user: 'alice', action: 'publish', topic: 'plant/state', device: undefined } as const;

it('says each reason in a sentence of its own', () => {
  const sentences = reasons.map((reason) => sentenceOn(reason, question));
  expect(new Set(sentences).size).toBe(reasons.length);
});

it.each([
  ['role', { ...question, action: 'retain' }, /RETAINED_TOPICS/],
  ['role', { ...question, action: 'connect' }, /own devices/],
  ['granted', { ...question, action: 'connect' }, /client ID/],
  ['no-grant', { ...question, topic: 'plant/+' }, /no wildcards/],
  ['no-grant', { ...question, action: 'subscribe', topic: 'plant/+' }, /No grant allows/],
] as const)('says of %s what it means for %o', (reason, asked, sentence) => {
  expect(sentenceOn(reason, asked)).toMatch(sentence);
});

it.each([
  ['no-grant', '/console/grants/new?subject=user%2Falice&topicFilter=plant%2Fstate'],
  ['expired', '/console/grants/new?subject=user%2Falice&topicFilter=plant%2Fstate'],
  ['suspended', '/console/users/alice'],
  ['no-device', '/console/users/alice'],
  ['unregistered', '/console/users/alice'],
  ['withheld', '/console/users/alice'],
  ['role', '/console/topic?topic=plant%2Fstate&action=publish'],
] as const)('leads from %s to %s first', (reason, address) => {
  expect(nextSteps(reason, question)[0]?.href).toBe(address);
});

it('offers no grant of connecting, which no grant can give', () => {
  const hrefs = reasons.flatMap((reason) => nextSteps(reason, { ...question, action: 'connect' }));
  expect(
    hrefs.filter(({ href }) => href.startsWith('/console/grants') || href.startsWith('/console/topic')),
  ).toEqual([]);
});

it('asks the topic page about topics alone', () => {
  const filters = accessActions.map((action) =>
    nextSteps('no-grant', { ...question, action, topic: 'plant/#' }),
  );
  expect(filters.flat().filter(({ href }) => href.startsWith('/console/topic'))).toEqual([]);
});

it('never offers one place twice', () => {
  for (const reason of reasons) {
    const hrefs = nextSteps(reason, question).map(({ href }) => href);
    expect(new Set(hrefs).size).toBe(hrefs.length);
  }
});
