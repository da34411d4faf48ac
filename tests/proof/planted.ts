// Bugs that a compiler of topic grants is likely to have, each planted into what ours compiles.
import type { CompiledDocument } from '../../src/domain/compile-scope.ts';
import type { PolicyStatement } from '../../src/domain/policy-document.ts';
import { type CompiledScopes, type CompileGrants, compileGrants } from './compile-grants.ts';
import type { PlainGrant } from './grant-model.ts';

const rewritten =
  (change: (document: CompiledDocument) => Partial<CompiledDocument>): CompileGrants =>
  (grants) =>
    new Map(
      [...compileGrants(grants)].map(([subject, documents]) => [
        subject,
        documents.map((document) => ({ ...document, ...change(document) })),
      ]),
    );

const restated = (change: (statement: PolicyStatement) => PolicyStatement): CompileGrants =>
  rewritten(({ document }) => {
    const changed = { ...document, Statement: document.Statement.map(change) };
    const text = JSON.stringify(changed);
    return { document: changed, text, size: Buffer.byteLength(text) };
  });

const renamed = (change: (resources: readonly string[]) => readonly string[]): CompileGrants =>
  restated((statement) => ({ ...statement, Resource: change(listed(statement.Resource)) }));

const listed = (value: string | readonly string[] | undefined): readonly string[] =>
  typeof value === 'string' ? [value] : (value ?? []);

const withoutAction = (statement: PolicyStatement, action: string): PolicyStatement => ({
  ...statement,
  Action: listed(statement.Action).filter((name) => name !== action),
});

/** Compiles other grants than it was given. */
const regranted =
  (change: (grant: PlainGrant) => PlainGrant[]): CompileGrants =>
  (grants) =>
    compileGrants(grants.flatMap(change));

const everyTopic = 'arn:aws:iot:us-east-1:123456789012:topic/*';

/** Bugs that change what is allowed, or what AWS would say of the policies, with what shows them. */
export const plantedMeanings: readonly { bug: string; compile: CompileGrants; shownBy: RegExp }[] = [
  {
    bug: 'a "+" in a filter text is compiled to "*"',
    compile: renamed((names) => names.map((name) => name.replaceAll('/+', '/*'))),
    shownBy: /subscribable: allowed but not granted \["/,
  },
  {
    bug: 'a grant of publish with "+" is compiled with "*" instead of refused',
    compile: regranted((grant) => [
      { ...grant, allowWider: grant.allowWider || grant.topicFilter.includes('+/') },
    ]),
    shownBy: /subscribable: allowed but not granted \["/,
  },
  {
    bug: 'Receive is allowed on every topic',
    compile: restated((statement) =>
      statement.Effect === 'Allow' && statement.Action.includes('iot:Receive')
        ? { ...statement, Resource: [...listed(statement.Resource), everyTopic] }
        : statement,
    ),
    shownBy: /directable: allowed but not granted \["/,
  },
  {
    bug: 'a deny of subscribe denies Subscribe only',
    compile: restated((statement) =>
      statement.Effect === 'Deny' && statement.Action.includes('iot:Subscribe')
        ? withoutAction(statement, 'iot:Receive')
        : statement,
    ),
    shownBy: /receivable: allowed but not granted \["/,
  },
  {
    bug: 'the same, as the lint sees it',
    compile: restated((statement) =>
      statement.Effect === 'Deny' && statement.Action.includes('iot:Subscribe')
        ? withoutAction(statement, 'iot:Receive')
        : statement,
    ),
    shownBy: /can still be received/,
  },
  {
    bug: 'the parent level of "#" is forgotten',
    compile: renamed((names) => names.filter((name) => !names.includes(`${name}/*`))),
    shownBy: /granted but not allowed \["/,
  },
  {
    bug: '"a/#" becomes "a*"',
    compile: renamed((names) => names.map((name) => name.replace(/\/\*$/, '*'))),
    shownBy: /publishable: allowed but not granted \["/,
  },
  {
    bug: 'an Allow has no condition',
    compile: restated(({ Condition: _forgotten, ...statement }) => statement),
    shownBy: /without a registered device/,
  },
  {
    bug: 'a Deny has the condition of the Allows',
    compile: restated((statement) => ({
      ...statement,
      Condition: { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } },
    })),
    shownBy: /a Deny with a condition/,
  },
  {
    bug: 'the account in an ARN is a wildcard',
    compile: renamed((names) => names.map((name) => name.replace(':123456789012:', ':*:'))),
    shownBy: /reaches arn:aws:iot:us-east-1:999999999999/,
  },
  {
    bug: 'the region in an ARN is a wildcard',
    compile: renamed((names) => names.map((name) => name.replace(':us-east-1:', ':*:'))),
    shownBy: /reaches arn:aws:iot:eu-west-1/,
  },
  {
    bug: 'the size is one byte too small',
    compile: rewritten(({ size }) => ({ size: size - 1 })),
    shownBy: /bytes, said to be/,
  },
  {
    bug: 'Publish is allowed without RetainPublish',
    compile: restated((statement) => withoutAction(statement, 'iot:RetainPublish')),
    shownBy: /retainable: .*granted but not allowed \["/,
  },
  {
    bug: '${userId} is left to AWS, which does not know it',
    compile: renamed((names) => names.map((name) => name.replaceAll('alice', '${userId}'))),
    shownBy: /granted but not allowed \["/,
  },
  {
    bug: '${thingName} and ${identityId} are taken for the same',
    compile: renamed((names) =>
      names.map((name) =>
        name.replaceAll('${iot:Connection.Thing.ThingName}', '${cognito-identity.amazonaws.com:sub}'),
      ),
    ),
    shownBy: /allowed but not granted \["us-east-1/,
  },
  {
    bug: 'denies are left out',
    compile: regranted((grant) => (grant.effect === 'deny' ? [] : [grant])),
    shownBy: /allowed but not granted \["/,
  },
  {
    bug: 'a deny of receive denies Subscribe too',
    compile: regranted((grant) =>
      grant.effect === 'deny' && grant.actions.includes('receive')
        ? [{ ...grant, actions: [...grant.actions, 'subscribe'] }]
        : [grant],
    ),
    shownBy: /subscribable: .*granted but not allowed \["/,
  },
  {
    bug: 'a resource is dropped whose actions the covering one does not have',
    compile: restated((statement) => {
      const names = listed(statement.Resource);
      return statement.Effect === 'Allow'
        ? { ...statement, Resource: names.slice(0, Math.max(1, names.length - 1)) }
        : statement;
    }),
    shownBy: /granted but not allowed \["/,
  },
];

/** Compiles well, and not canonically: resources stand in the order of the grants. */
export const plantedOrder: CompileGrants = (grants) => {
  const [first, ...others] = grants;
  const backwards = others.some((other) => other.topicFilter < (first?.topicFilter ?? ''));
  return backwards ? renamed((names) => names.toReversed())(grants) : compileGrants(grants);
};

/** Compiles a grant twice as two. */
export const plantedDuplicates: CompileGrants = (grants) => {
  const twice = new Set(grants.map((grant) => JSON.stringify(grant))).size < grants.length;
  return twice ? renamed((names) => [...names, ...names.slice(0, 1)])(grants) : compileGrants(grants);
};

/** Has room for one grant: an added one takes the place of another. */
export const plantedEviction: CompileGrants = (grants) => compileGrants(grants.slice(-1));

export const scopesWithSize = (scopes: CompiledScopes, bytes: number): CompiledScopes =>
  new Map(
    [...scopes].map(([subject, documents]) => [
      subject,
      documents.map((compiled) => {
        const room = bytes - compiled.size;
        const [statement, ...rest] = compiled.document.Statement;
        const [name, ...names] = listed(statement?.Resource);
        if (!statement || !name) return compiled;
        const padded = { ...statement, Resource: [name + 'x'.repeat(room), ...names] };
        const document = { ...compiled.document, Statement: [padded, ...rest] };
        return { ...compiled, document, text: JSON.stringify(document), size: bytes };
      }),
    ]),
  );
