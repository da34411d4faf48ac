// Every example in docs/grants.md, compiled.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { compileGrantSet } from '../../scripts/compile-grant-set.ts';
import { GrantSet } from '../../scripts/compile-input.ts';
import { parseGrantRule } from '../../src/domain/grant.ts';
import { notesOf } from '../../src/domain/grant-notes.ts';
import { parseSubject } from '../../src/domain/subject.ts';
import { said } from '../domain/said.ts';

const page = readFileSync('docs/grants.md', 'utf8');
const place = { region: 'us-east-1', accountId: '123456789012', prefix: 'attache-dev' };

const blocks = [...page.matchAll(/```json\n(.*?)```\n\n```text\n(.*?)```/gs)].map(
  ([, grants = '', lines = '']) => ({ grants, lines }),
);

const compiledLines = (grants: string): string[] => {
  const set = z.parse(GrantSet, { ...place, grants: JSON.parse(grants) });
  const { scopes, refused } = compileGrantSet(set);
  const documents = Object.values(scopes).flatMap((scope) => scope.map(({ document }) => document));
  const notes = set.grants.flatMap((grant, index) => {
    const subject = parseSubject(grant.subject);
    const rule = subject && parseGrantRule({ ...grant, subject });
    return rule?.ok
      ? notesOf(rule.value).map(
          ({ action, filter, code, example }) => `note ${index}: ${action} ${filter} ${code}, ${example}`,
        )
      : [];
  });
  return [
    ...said(documents).filter((line) => !line.includes(' client/')),
    ...notes,
    ...refused.map(({ index, code, level }) => `refused ${index}: ${code} ${level}`.trimEnd()),
  ];
};

describe('the guide to grants', () => {
  test.each(blocks)('shows what these compile to: $grants', ({ grants, lines }) => {
    expect(compiledLines(grants)).toEqual(lines.trimEnd().split('\n'));
  });

  test('has no example without an answer', () => {
    expect(blocks).toHaveLength([...page.matchAll(/```json\n/g)].length);
    expect(blocks.length).toBeGreaterThan(5);
    expect(blocks.length).toBeGreaterThan(5);
  });

  test('shows input of the compile command as the command takes it', () => {
    const [, input = ''] = /```json input\n(.*?)```/s.exec(page) ?? [];
    const result = compileGrantSet(z.parse(GrantSet, JSON.parse(input)));
    expect(result.refused.map(({ index, code }) => `${index} ${code}`)).toEqual([
      '1 wildcard-not-expressible',
    ]);
    expect(result.effective?.map(({ name }) => name.replace(/-[0-9a-f]{20}/, ''))).toEqual([
      'attache-dev-connect',
      'attache-dev-everyone-1',
      'attache-dev-g-a-1',
      'attache-dev-g-a-2',
    ]);
  });
});
