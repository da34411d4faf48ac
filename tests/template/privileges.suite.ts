import { describe, expect, it } from 'vitest';
import { allowedOf, holdersOf, statementsOf, unexplained } from './privileges.ts';
import { sdkCallsOf } from './sdk-calls.ts';
import { at, listOf, planted, type Template } from './template.ts';

/** Each function's handler and role. */
const functions = {
  register: ['src/handlers/register-device.ts', 'RegisterRole'],
  me: ['src/handlers/me.ts', 'MeRole'],
  grants: ['src/handlers/grants.ts', 'GrantsRole'],
  users: ['src/handlers/users.ts', 'UsersRole'],
  access: ['src/handlers/access.ts', 'AccessRole'],
  'audit-events': ['src/handlers/audit-events.ts', 'AuditEventsRole'],
  'post-confirmation': ['src/handlers/post-confirmation.ts', 'PostConfirmationRole'],
  'pre-token-generation': ['src/handlers/pre-token-generation.ts', 'PreTokenGenerationRole'],
  'pool-events': ['src/handlers/pool-events.ts', 'PoolEventsRole'],
  sweep: ['src/handlers/sweep.ts', 'SweepRole'],
  public: ['src/handlers/public.ts', 'PublicRole'],
} as const;

/**
 * What each function's bundle holds of the AWS clients and never calls, because a gateway that it uses has it, too.
 * Whoever lets a function call more takes it from this list and allows it.
 */
const neverCalled: Readonly<Record<keyof typeof functions, readonly string[]>> = {
  register: ['dynamodb:GetItem', 'iot:DeletePolicy', 'iot:DeleteThing', 'iot:ListTargetsForPolicy'],
  me: ['iot:AttachThingPrincipal', 'iot:CreateThing'],
  grants: ['iot:DeletePolicy', 'iot:ListTargetsForPolicy'],
  users: ['iot:ListTargetsForPolicy'],
  access: [],
  'audit-events': [],
  'post-confirmation': ['dynamodb:ConditionCheckItem', 'dynamodb:DeleteItem', 'dynamodb:UpdateItem'],
  'pre-token-generation': [
    'dynamodb:GetItem',
    'iot:ListTargetsForPolicy',
    'cognito-idp:AdminGetUser',
    'cognito-idp:ListUsers',
  ],
  'pool-events': ['dynamodb:GetItem', 'iot:ListTargetsForPolicy'],
  sweep: [],
  public: [],
};

/** What a transaction may consist of, and is authorized by. */
const transactions: Readonly<Record<string, readonly string[]>> = {
  'dynamodb:TransactGetItems': ['dynamodb:GetItem'],
  'dynamodb:TransactWriteItems': [
    'dynamodb:ConditionCheckItem',
    'dynamodb:DeleteItem',
    'dynamodb:PutItem',
    'dynamodb:UpdateItem',
  ],
};

/** The document client brings its paginators along whether they are used or not: no bundle tells. */
const inEveryBundle = ['dynamodb:DescribeEndpoints', 'dynamodb:Query', 'dynamodb:Scan'];

const roleStatements = (role: string) =>
  [role, 'Properties', 'Policies', 0, 'PolicyDocument', 'Statement'] as const;

export const privilegesSuite = (template: () => Template) =>
  describe('the privileges', () => {
    it.each([
      [
        'attach or detach policies',
        /^iot:(Attach|Detach)(Principal)?Policy$/,
        ['register', 'grants', 'users', 'pre-token-generation', 'pool-events', 'sweep'],
      ],
      [
        'see what is attached',
        /^iot:ListAttachedPolicies$/,
        ['register', 'grants', 'users', 'pre-token-generation', 'pool-events', 'sweep'],
      ],
      [
        'touch IoT policies at all',
        /^iot:.*Polic(y|ies)/,
        ['register', 'grants', 'users', 'pre-token-generation', 'pool-events', 'sweep'],
      ],
      ['write IoT policies', /^iot:CreatePolicy(Version)?$/, ['register', 'grants', 'sweep']],
      [
        'delete IoT policies, or see to whom they are attached',
        /^iot:(DeletePolicy|ListTargetsForPolicy)$/,
        ['sweep'],
      ],
      ['attach things to identities', /^iot:AttachThingPrincipal$/, ['register', 'users', 'sweep']],
      ['detach things from identities', /^iot:DetachThingPrincipal$/, ['register', 'me', 'users', 'sweep']],
      ['see what things are attached', /^iot:List(PrincipalThings|ThingPrincipals)$/, ['sweep']],
      ['delete things', /^iot:DeleteThing$/, ['me', 'users', 'sweep']],
      [
        'drop sessions',
        /^iot:DeleteConnection$/,
        ['me', 'grants', 'users', 'pre-token-generation', 'pool-events', 'sweep'],
      ],
      ['see sessions', /^iot:GetConnection$/, ['users']],
      ['publish or subscribe', /^iot:(Publish|Subscribe|Receive|Connect|RetainPublish)$/, []],
      [
        'see the table',
        /^dynamodb:/,
        [
          'register',
          'me',
          'grants',
          'users',
          'access',
          'audit-events',
          'post-confirmation',
          'pre-token-generation',
          'pool-events',
          'sweep',
        ],
      ],
      [
        'change the table',
        /^dynamodb:(?!BatchGetItem$|GetItem$|Query$)/,
        [
          'register',
          'me',
          'grants',
          'users',
          'post-confirmation',
          'pre-token-generation',
          'pool-events',
          'sweep',
        ],
      ],
      [
        'list what the table holds',
        /^dynamodb:Query$/,
        ['grants', 'users', 'access', 'audit-events', 'sweep'],
      ],
      ['scan or administer the table', /^dynamodb:(Scan|.*Table|.*Backup.*|PartiQL.*)$/, []],
      [
        'see users in the user pool',
        /^cognito-idp:AdminListGroupsForUser$/,
        ['users', 'pre-token-generation', 'pool-events'],
      ],
      ['put users into groups', /^cognito-idp:AdminAddUserToGroup$/, ['post-confirmation']],
      [
        'sign users out, or administer them otherwise',
        /^cognito-idp:(?!AdminAddUserToGroup$|AdminGetUser$|AdminListGroupsForUser$|ListUsers$)/,
        ['users'],
      ],
      ['hand out or change identities', /^cognito-identity:/, []],
      ['change roles', /^(iam|sts):/, []],
      ['call functions', /^lambda:/, []],
      ['leave dead letters', /^sqs:/, ['pool-events', 'sweep']],
    ] as const)('to %s are held by the functions that must', (_, action, holders) => {
      expect(holdersOf(template(), action)).toEqual(holders.map((name) => `iot-attache-dev-${name}`));
    });

    it.each(['AccessRole', 'AuditEventsRole', 'PublicRole'])('of %s change nothing', (role) => {
      expect(changesOf(template(), role)).toEqual([]);
    });

    it.each([
      'dynamodb:PutItem',
      'dynamodb:*',
      'iot:DeleteConnection',
      'iot:GetPolicy',
      'lambda:InvokeFunction',
    ])('of a function that only looks would be found wanting with %s', (action) => {
      const statement = { Sid: 'More', Effect: 'Allow', Action: action, Resource: '*' };
      const wider = planted(template(), [...roleStatements('AccessRole'), 3], statement);
      expect(changesOf(wider, 'AccessRole')).toEqual([action]);
    });

    it.each([['iot:AttachPolicy'], ['iot:*'], ['*'], ['iot:Attach*']])(
      'would be found to attach policies with an added %s',
      (action) => {
        const wider = planted(template(), [...roleStatements('PublicRole'), 2], {
          Sid: 'More',
          Effect: 'Allow',
          Action: action,
          Resource: '*',
        });
        expect(holdersOf(wider, /^iot:AttachPolicy$/)).toContain('iot-attache-dev-public');
      },
    );

    it('would be found to attach policies with a managed policy', () => {
      const wider = planted(
        template(),
        ['PublicRole', 'Properties', 'ManagedPolicyArns'],
        ['arn:aws:iam::aws:policy/AWSIoTFullAccess'],
      );
      expect(holdersOf(wider, /^iot:AttachPolicy$/)).toContain('iot-attache-dev-public');
      expect(unexplained(wider)).toEqual([expect.stringContaining('PublicRole takes over')]);
    });

    it('are on named resources, or a reason stands beside the *', () => {
      expect(unexplained(template())).toEqual([]);
    });

    it.each([
      ['a * on everything', { Resource: '*' }],
      ['everything in a list', { Resource: [{ 'Fn::GetAtt': ['Table', 'Arn'] }, '*'] }],
      [
        'everything of a service',
        { Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:iot:${AWS::Region}:${AWS::AccountId}:*' } },
      ],
      ['no resource', { Resource: undefined, NotResource: 'arn:aws:iot:us-east-1:123456789012:policy/x' }],
      ['an action with a *', { Action: 'dynamodb:*' }],
      ['another name for its statement', { Sid: 'Unknown', Resource: '*' }],
    ] as const)('would be found wanting with %s', (_, change) => {
      const statements = statementsOf(at(template().Resources, 'MeRole'));
      const store = statements.find((statement) => at(statement, 'Sid') === 'Store');
      const changed = { ...Object(store), ...change };
      const wider = planted(template(), [...roleStatements('MeRole'), statements.length], changed);
      expect(unexplained(wider)).not.toEqual([]);
    });

    it('would be found wanting when a reason outlives its statement', () => {
      const stale = planted(template(), ['MeRole', 'Metadata', 'Unscoped', 'Gone'], 'No resources known.');
      expect(unexplained(stale)).toEqual(['MeRole.Gone has a reason and no statement']);
    });

    it.each(Object.entries(functions))(
      'of %s are for the calls that it makes: none is missing, none is spare',
      async (name, [handler, role]) => {
        const held = (await sdkCallsOf(handler))
          .map((call) => call.replace('-data-plane', '').replace('cognito-identity-provider', 'cognito-idp'))
          .flatMap((call) => transactions[call] ?? [call])
          .filter((call) => /^(iot|dynamodb|cognito-idp):/.test(call) && !inEveryBundle.includes(call));
        expect(
          [
            ...allowedOf(template(), role, 'iot'),
            ...allowedOf(template(), role, 'cognito-idp'),
            ...allowedOf(template(), role, 'dynamodb').filter((action) => !inEveryBundle.includes(action)),
            ...(neverCalled[name as keyof typeof functions] ?? []),
          ].sort(),
        ).toEqual([...new Set(held)].sort());
      },
    );

    it.each(['RegisterRole', 'GrantsRole', 'SweepRole'])(
      'of %s on IoT policies end at the names of this stage',
      (role) => {
        expect(resourcesOf(template(), role, 'WritePolicies')).toEqual([
          'arn:${AWS::Partition}:iot:${AWS::Region}:${AWS::AccountId}:policy/iot-attache-dev-*',
        ]);
      },
    );

    it.each([
      ['RegisterRole', 'MakeThings', 'thing/${AWS::Region}:*'],
      ['MeRole', 'RemoveThings', 'thing/${AWS::Region}:*'],
      ['SweepRole', 'Things', 'thing/${AWS::Region}:*'],
      ['UsersRole', 'Things', 'thing/${AWS::Region}:*'],
      ['UsersRole', 'DropSessions', 'client/${AWS::Region}:*'],
      ['UsersRole', 'SeeSessions', 'client/${AWS::Region}:*'],
      ['MeRole', 'DropSessions', 'client/${AWS::Region}:*'],
      ['GrantsRole', 'DropSessions', 'client/${AWS::Region}:*'],
      ['SweepRole', 'DropSessions', 'client/${AWS::Region}:*'],
    ])('of %s to %s end at things of identities', (role, sid, name) => {
      expect(resourcesOf(template(), role, sid)).toEqual([
        `arn:\${AWS::Partition}:iot:\${AWS::Region}:\${AWS::AccountId}:${name}`,
      ]);
    });

    it.each(Object.entries(functions))('of %s to log end at its own log group', (name, [, role]) => {
      expect(resourcesOf(template(), role, 'Log')).toEqual([
        `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:/aws/lambda/iot-attache-dev-${name}:*`,
      ]);
    });
  });

/** All that a role allows but logging, tracing and reading the table. */
const changesOf = (template: Template, role: string): readonly string[] =>
  statementsOf(at(template.Resources, role))
    .flatMap((statement) => listOf(at(statement, 'Action')).map(String))
    .filter((action) => !harmless.includes(action));

const harmless = [
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'dynamodb:BatchGetItem',
  'dynamodb:GetItem',
  'dynamodb:Query',
];

const resourcesOf = (template: Template, role: string, sid: string): readonly unknown[] =>
  statementsOf(at(template.Resources, role))
    .filter((statement) => at(statement, 'Sid') === sid)
    .flatMap((statement) => listOf(at(statement, 'Resource')))
    .map((resource) => at(resource, 'Fn::Sub'));
