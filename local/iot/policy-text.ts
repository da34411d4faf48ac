// The shallow check that CreatePolicy makes of a document: size and syntax, but not whether an action exists.
import * as z from 'zod/mini';
import type { PolicyDocument, PolicyStatement } from '../../src/domain/policy-document.ts';
import { ok, type Result, refuse } from '../../src/domain/result.ts';
import { policyDocumentCharacters } from './limits.ts';

const Words = z.union([
  z.string().check(z.minLength(1)),
  z.array(z.string().check(z.minLength(1))).check(z.minLength(1)),
]);
const Statement = z.strictObject({
  Sid: z.optional(z.string()),
  Effect: z.enum(['Allow', 'Deny']),
  Action: Words,
  Resource: Words,
  Condition: z.optional(
    z.record(z.string(), z.record(z.string(), z.union([z.string(), z.array(z.string())]))),
  ),
});
const Document = z.strictObject({
  Version: z.enum(['2012-10-17', '2008-10-17']),
  Id: z.optional(z.string()),
  Statement: z.union([Statement, z.array(Statement).check(z.minLength(1))]),
});

/** Refused with the sentence for MalformedPolicyException. */
export const parsePolicyText = (text: string): Result<PolicyDocument, string> => {
  const size = text.replace(/\s/g, '').length;
  if (size > policyDocumentCharacters) {
    return refuse(`Policy document has ${size} characters; ${policyDocumentCharacters} are allowed`);
  }
  const json = parseJson(text);
  if (json === undefined) return refuse('Policy document is not valid JSON');
  const parsed = Document.safeParse(json);
  if (!parsed.success) return refuse(`Policy document is malformed: ${z.prettifyError(parsed.error)}`);
  const { Version, Statement: written } = parsed.data;
  const statements = (Array.isArray(written) ? written : [written]).map(({ Condition, ...rest }) => ({
    ...rest,
    ...(Condition && { Condition }),
  }));
  return ok({
    Version: '2012-10-17',
    Statement: Version === '2012-10-17' ? statements : statements.flatMap(withoutVariables),
  });
};

/** Before version 2012-10-17 `${…}` is literal text, which no client ID or topic of this service holds. */
const withoutVariables = (statement: PolicyStatement): PolicyStatement[] => {
  const resources = [statement.Resource ?? []].flat().filter((resource) => !resource.includes('${'));
  return resources.length === 0 ? [] : [{ ...statement, Resource: resources }];
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
