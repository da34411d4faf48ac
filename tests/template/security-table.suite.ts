import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withTable } from '../../scripts/security-table.ts';
import { ofType, planted, type Template } from './template.ts';

const docs = readFileSync(new URL('../../docs/security.md', import.meta.url), 'utf8');

export const securityTableSuite = (template: () => Template) =>
  describe('the table of docs/security.md', () => {
    it('says what the roles say: `node scripts/write-security-table.ts` writes it anew', () => {
      expect(withTable(docs, template())).toBe(docs);
    });

    it('has every role', () => {
      for (const [logicalId] of ofType(template(), 'AWS::IAM::Role'))
        expect(docs).toContain(`| ${logicalId} |`);
    });

    it('would be found out of date with one action more', () => {
      const statement = [
        'PublicRole',
        'Properties',
        'Policies',
        0,
        'PolicyDocument',
        'Statement',
        2,
      ] as const;
      const more = { Sid: 'More', Effect: 'Allow', Action: 'iot:AttachPolicy', Resource: '*' };
      const wider = planted(template(), [...statement], more);
      expect(withTable(docs, wider)).not.toBe(docs);
    });
  });
