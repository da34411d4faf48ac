import { describe, expect, test } from 'vitest';
import {
  addEntries,
  draftBytes,
  emptyDraft,
  tryAddEntry,
  writeDraft,
} from '../../src/domain/draft-document.ts';
import { packDocuments, totalBytes } from '../../src/domain/pack-documents.ts';
import { policyEntry } from '../../src/domain/policy-entry.ts';
import { randomFrom } from '../proof/random.ts';

const [publish, receive, subscribe] = [1, 2, 4];
const allow = (resource: string, needed: number, possible = needed) =>
  policyEntry('Allow', resource, needed, possible);
const written = (draft: ReturnType<typeof emptyDraft>): number =>
  Buffer.byteLength(JSON.stringify(writeDraft(draft)));

describe('a draft', () => {
  test('knows its size before it is written, whatever is in it', () => {
    const draft = emptyDraft();
    for (const [index, permits] of [publish, receive, subscribe, publish | receive].entries()) {
      addEntries(draft, [
        allow(`topic/é"${index}`, permits),
        policyEntry('Deny', `topic/${index}`, permits, permits),
      ]);
      expect(draftBytes(draft)).toBe(written(draft));
    }
    addEntries(draft, [allow('topic/true-anyway', publish, publish | receive)]);
    expect(draftBytes(draft)).toBe(written(draft));
  });

  test('takes an entry that fills it to the last byte, and none beyond', () => {
    const draft = emptyDraft();
    addEntries(draft, [allow('a', publish)]);
    const room = 2048 - draftBytes(draft) - '"",'.length;
    expect(tryAddEntry(draft, allow('b'.repeat(room + 1), publish))).toBe(false);
    expect([draftBytes(draft), written(draft)]).toEqual([2048 - room - 3, 2048 - room - 3]);
    expect(tryAddEntry(draft, allow('b'.repeat(room), publish))).toBe(true);
    expect([draftBytes(draft), written(draft)]).toEqual([2048, 2048]);
  });

  test('stays as it was when a kind that is new to it does not fit', () => {
    const draft = emptyDraft();
    addEntries(draft, [allow('a', publish)]);
    const before = JSON.stringify(writeDraft(draft));
    expect(tryAddEntry(draft, allow('b'.repeat(2000), receive))).toBe(false);
    expect(JSON.stringify(writeDraft(draft))).toBe(before);
    expect(tryAddEntry(draft, allow('c', publish))).toBe(true);
    expect(draftBytes(draft)).toBe(written(draft));
  });
});

describe('statements', () => {
  const actionsFor = (...entries: ReturnType<typeof allow>[]): unknown[] => {
    const draft = emptyDraft();
    addEntries(draft, entries);
    return writeDraft(draft).Statement.map(({ Action }) => Action);
  };

  test('of filters alone allow Subscribe alone', () => {
    expect(actionsFor(allow('topicfilter/a', subscribe))).toEqual([['iot:Subscribe']]);
  });

  test('let Subscribe join Receive rather than Publish', () => {
    expect(
      actionsFor(allow('topic/a', publish), allow('topic/b', receive), allow('topicfilter/b', subscribe)),
    ).toEqual([
      ['iot:Receive', 'iot:Subscribe'],
      ['iot:Publish', 'iot:RetainPublish'],
    ]);
  });
});

describe('packing', () => {
  const someEntries = (seed: number) => {
    const random = randomFrom(seed);
    const kinds = [publish, receive, publish | receive, subscribe] as const;
    return Array.from({ length: 20 + random.below(20) }, (_, n) =>
      allow(`${n}`.padEnd(20 + random.below(200), 'x'), random.pick(kinds)),
    );
  };

  test('never takes more documents than a third above what the bytes alone would need', () => {
    const wasteful = Array.from({ length: 200 }, (_, seed) => seed).filter((seed) => {
      const entries = someEntries(seed);
      const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
      return packDocuments(entries, 9).length > Math.ceil((bytes * 4) / 3 / 2048);
    });
    expect(wasteful).toEqual([]);
  });

  test('takes the best of several ways to fill documents', () => {
    const packed = Array.from({ length: 200 }, (_, seed) => packDocuments(someEntries(seed), 3));
    const documents = packed.reduce((sum, drafts) => sum + drafts.length, 0);
    const bytes = packed.reduce((sum, drafts) => sum + totalBytes(drafts), 0);
    // The best known; any single order, or next fit, takes at least 526 documents.
    expect(documents).toBeLessThanOrEqual(521);
    expect(bytes).toBeLessThanOrEqual(882_408);
  });
});
