// AWS's semantics as tables: tests/domain/cases/*.json, `@` standing for the ARN's beginning.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type DecidingStatement, evaluate } from '../../src/domain/evaluate.ts';
import { parseIdentityId } from '../../src/domain/identifiers.ts';
import type { PolicyDocument, PolicyStatement } from '../../src/domain/policy-document.ts';

type Table = {
  title: string;
  version?: PolicyDocument['Version'];
  role?: PolicyStatement[];
  policies: PolicyStatement[][];
  cases: {
    it: string;
    action: `iot:${string}`;
    resource: string;
    client?: string;
    thing?: string;
    reason: string;
    by?: string;
  }[];
};

const folder = new URL('cases/', import.meta.url);
const arn = 'arn:aws:iot:us-east-1:123456789012:';
const tablesOf = (file: string): Table[] =>
  JSON.parse(readFileSync(new URL(file, folder), 'utf8').replaceAll('"@', `"${arn}`));

const anything: PolicyStatement[] = [{ Effect: 'Allow', Action: '*', Resource: '*' }];
const identityId = parseIdentityId('us-east-1:00000000-0000-4000-8000-000000000001');
if (!identityId) throw new Error('the identity of the cases is not one');

const nameOf = (by: DecidingStatement | undefined): string | undefined =>
  by && `${by.source === 'role' ? 'role' : by.name}#${by.statement}`;

describe.each(readdirSync(folder).sort())('%s', (file) => {
  describe.each(tablesOf(file))('$title', ({ version, role, policies, cases }) => {
    const documentOf = (Statement: PolicyStatement[]): PolicyDocument => ({
      Version: version ?? '2012-10-17',
      Statement,
    });
    // New ones for each test: what is learned of a document is kept with it.
    const attached = () =>
      policies.map((statements, index) => ({
        name: `p${index + 1}`,
        document: documentOf(statements),
      }));

    test.each(cases)('$it', ({ action, resource, client, thing, reason, by }) => {
      const connection =
        client === undefined ? undefined : { clientId: client, ...(thing && { thingName: thing }) };
      const decision = evaluate({
        policies: attached(),
        role: documentOf(role ?? anything),
        request: { action, resource, identityId, ...(connection && { connection }) },
      });
      expect({ ...decision, by: nameOf(decision.by) }).toEqual({ allowed: reason === 'allowed', reason, by });
    });
  });
});
