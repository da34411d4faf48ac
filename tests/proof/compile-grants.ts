// From plain grants to compiled scopes, by the service's own functions.
import { type CompiledDocument, compileScope } from '../../src/domain/compile-scope.ts';
import { type GrantRule, parseGrantRule } from '../../src/domain/grant.ts';
import { parseSubject } from '../../src/domain/subject.ts';
import type { PlainGrant } from './grant-model.ts';
import { lintDenials, lintDocument } from './lint.ts';

export const space = { region: 'us-east-1', accountId: '123456789012', prefix: 'attache-dev' };

export type CompiledScopes = ReadonlyMap<string, readonly CompiledDocument[]>;
export type CompileGrants = (grants: readonly PlainGrant[]) => CompiledScopes;

export const ruleOf = (grant: PlainGrant): GrantRule | undefined => {
  const subject = parseSubject(grant.subject);
  if (!subject) throw new Error(`not a subject: ${grant.subject}`);
  const rule = parseGrantRule({ ...grant, subject });
  return rule.ok ? rule.value : undefined;
};

/** Every scope that has a grant, compiled; refused grants are left out. Every document is linted on the way. */
export const compileGrants: CompileGrants = (grants) => {
  const scopes = new Map<string, readonly CompiledDocument[]>();
  for (const [key, own] of Map.groupBy(grants, (grant) => grant.subject)) {
    const subject = parseSubject(key);
    if (!subject) throw new Error(`not a subject: ${key}`);
    const rules = own.flatMap((grant) => ruleOf(grant) ?? []);
    const documents = subject.kind === 'user' ? 2 : 3;
    const compiled = compileScope({ space, subject, rules, documents });
    if (!compiled.ok) throw new Error(compiled.fault.detail);
    scopes.set(key, compiled.value);
  }
  const findings = lintScopes(scopes);
  if (findings.length > 0) throw new Error(findings.join('\n'));
  return scopes;
};

/** What AWS IoT Device Defender would report, and what would break a limit. */
export const lintScopes = (scopes: CompiledScopes): string[] =>
  [...scopes].flatMap(([subject, documents]) =>
    [...documents.flatMap(lintDocument), ...lintDenials(documents)].map(
      (finding) => `${subject}: ${finding}`,
    ),
  );
