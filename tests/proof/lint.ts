// The checks that AWS IoT Device Defender makes of policies ("overly permissive", "misconfigured": MQTT wildcards in
// a Deny, a Deny of Subscribe that Receive circumvents), and the limits of a policy, for any compiled document.
import type { CompiledDocument } from '../../src/domain/compile-scope.ts';
import type { PolicyStatement } from '../../src/domain/policy-document.ts';

const listed = (value: string | readonly string[] | undefined): readonly string[] =>
  typeof value === 'string' ? [value] : (value ?? []);

const actions = ['iot:Connect', 'iot:Publish', 'iot:Receive', 'iot:RetainPublish', 'iot:Subscribe'];

/** Findings in words; `index` is the document's place in its scope. */
export const lintDocument = (compiled: CompiledDocument, index: number): string[] => {
  const { document, text, size, name } = compiled;
  const bytes = Buffer.byteLength(JSON.stringify(document), 'utf8');
  const denies = document.Statement.some((statement) => statement.Effect === 'Deny');
  return [
    ...finding(text !== JSON.stringify(document), 'the text is not the document'),
    ...finding(size !== bytes, `${bytes} bytes, said to be ${size}`),
    ...finding(bytes > 2048, `${bytes} bytes`),
    ...finding(!/^[\w+=,.@-]{1,128}$/.test(name), 'no legal policy name'),
    ...finding(document.Version !== '2012-10-17', 'variables do not resolve in this version'),
    ...finding(document.Statement.length === 0, 'no statement'),
    ...finding(denies && index > 0, 'a Deny outside of the first document'),
    ...finding(/\p{Cc}|\$\(|\$\{\*\}/u.test(text), 'an escape or a control character'),
    ...document.Statement.flatMap(lintStatement),
  ];
};

const finding = (found: boolean, words: string): string[] => (found ? [words] : []);

const lintStatement = (statement: PolicyStatement): string[] => [
  ...finding(
    Object.keys(statement).some((key) => !keys.includes(key)),
    'an unknown member',
  ),
  ...finding(
    listed(statement.Action).some((action) => !actions.includes(action)),
    'an action too many',
  ),
  ...finding(listed(statement.Action).length === 0, 'no action'),
  ...finding(listed(statement.Resource).length === 0, 'no resource'),
  ...finding(
    new Set(listed(statement.Resource)).size < listed(statement.Resource).length,
    'a resource twice',
  ),
  ...finding(
    listed(statement.Resource).some((name, at, names) => at > 0 && name <= (names[at - 1] ?? '')),
    'resources out of order',
  ),
  ...listed(statement.Resource).flatMap(lintResource),
  ...(statement.Effect === 'Allow' ? lintAllow(statement) : lintDeny(statement)),
];

const keys = ['Effect', 'Action', 'Resource', 'Condition'];

/** Overly permissive: nothing may be open at its first level, nor reach another account, region or type. */
const lintResource = (resource: string): string[] => {
  const name = /^arn:aws:iot:us-east-1:123456789012:(topic|topicfilter|client)\/(.*)$/s.exec(resource)?.[2];
  if (name === undefined) return [`not a whole ARN of this account: ${resource}`];
  const plain = name
    .replaceAll('${cognito-identity.amazonaws.com:sub}', 'I')
    .replaceAll('${iot:Connection.Thing.ThingName}', 'T');
  return [
    ...finding(/^[*?+#]/.test(plain) || plain === '', `overly permissive: ${resource}`),
    ...finding(/[^/]\*|\*[^/]/.test(plain), `a wildcard that is no whole level: ${resource}`),
    ...finding(/\?|\$\{|[{}]/.test(plain), `a wildcard or variable nobody asked for: ${resource}`),
  ];
};

const lintAllow = (statement: PolicyStatement): string[] =>
  finding(
    JSON.stringify(statement.Condition) !== '{"Bool":{"iot:Connection.Thing.IsAttached":"true"}}',
    'an Allow for connections without a registered device',
  );

const lintDeny = (statement: PolicyStatement): string[] => {
  const names = listed(statement.Resource).map((resource) => resource.split(':').slice(5).join(':'));
  const filters = names.filter((name) => name.startsWith('topicfilter/')).map((name) => name.slice(12));
  const acting = (action: string): boolean => listed(statement.Action).includes(action);
  return [
    ...finding(statement.Condition !== undefined, 'a Deny with a condition'),
    ...finding(
      names.some((name) => /[+#]/.test(name)),
      'misconfigured deny: an MQTT wildcard denies only its own text',
    ),
    ...finding(
      statement.Resource?.includes('${iot:') ?? false,
      'a Deny with a variable that may be unresolved',
    ),
    ...finding(acting('iot:Publish') !== acting('iot:RetainPublish'), 'a Deny of half of publishing'),
    ...finding(
      filters.length > 0 !== acting('iot:Subscribe'),
      'a Deny of Subscribe without filters, or filters without it',
    ),
  ];
};

/** A Deny of Subscribe needs a Deny of Receive on the same name or a wider one, somewhere in the scope. */
export const lintDenials = (documents: readonly CompiledDocument[]): string[] => {
  const denied = (action: string, type: string): string[] =>
    documents
      .flatMap(({ document }) => document.Statement)
      .filter((statement) => statement.Effect === 'Deny' && listed(statement.Action).includes(action))
      .flatMap((statement) => listed(statement.Resource))
      .filter((resource) => resource.includes(`:${type}/`))
      .map((resource) => resource.slice(resource.indexOf(`:${type}/`) + type.length + 2));
  const received = denied('iot:Receive', 'topic').map(
    (pattern) =>
      new RegExp(
        `^${pattern
          .split('*')
          .map((part) => part.replaceAll(/[\\^$.+|()[\]{}/-]/g, '\\$&'))
          .join('[^]*')}$`,
      ),
  );
  return denied('iot:Subscribe', 'topicfilter')
    .filter((filter) => !received.some((pattern) => pattern.test(filter)))
    .map((filter) => `misconfigured deny: ${filter} can still be received`);
};
