import { describe, expect, it } from 'vitest';
import { allowedOf, holdersOf, statementsOf, unexplained } from './privileges.ts';
import { sdkCallsOf } from './sdk-calls.ts';
import { at, listOf, planted, type Template } from './template.ts';

/**
 * What each function's bundle holds of the IoT clients and never calls, because a gateway that it uses has it, too.
 * Whoever lets a function call more takes it from this list and allows it.
 */
const neverCalled: Readonly<Record<string, readonly string[]>> = {
  register: ['iot:DeleteThing'],
  me: ['iot:AttachThingPrincipal', 'iot:CreateThing'],
  public: [],
};

const roleStatements = (role: string) =>
  [role, 'Properties', 'Policies', 0, 'PolicyDocument', 'Statement'] as const;

export const privilegesSuite = (template: () => Template) =>
  describe('the privileges', () => {
    it.each([
      ['attach or detach policies', /^iot:(Attach|Detach)(Principal)?Policy$/, ['register']],
      ['see what is attached', /^iot:ListAttachedPolicies$/, ['register']],
      ['touch IoT policies at all', /^iot:.*Polic(y|ies)/, ['register']],
      ['attach things to identities', /^iot:AttachThingPrincipal$/, ['register']],
      ['detach things from identities', /^iot:DetachThingPrincipal$/, ['register', 'me']],
      ['delete things', /^iot:DeleteThing$/, ['me']],
      ['drop sessions', /^iot:DeleteConnection$/, ['me']],
      ['publish or subscribe', /^iot:(Publish|Subscribe|Receive|Connect|RetainPublish)$/, []],
      ['read or write the table', /^dynamodb:/, ['register', 'me']],
      ['scan or administer the table', /^dynamodb:(Scan|.*Table|.*Backup.*|PartiQL.*)$/, []],
      ['administer users', /^cognito-idp:/, []],
      ['hand out or change identities', /^cognito-identity:/, []],
      ['change roles', /^(iam|sts):/, []],
    ] as const)('to %s are held by the functions that must', (_, action, functions) => {
      expect(holdersOf(template(), action)).toEqual(functions.map((name) => `iot-attache-dev-${name}`));
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

    it.each([
      ['register', 'src/handlers/register-device.ts', 'RegisterRole'],
      ['me', 'src/handlers/me.ts', 'MeRole'],
      ['public', 'src/handlers/public.ts', 'PublicRole'],
    ])(
      'of %s on IoT are for the calls that it makes: none is missing, none is spare',
      async (name, handler, role) => {
        const held = (await sdkCallsOf(handler))
          .filter((call) => /^iot(-data-plane)?:/.test(call))
          .map((call) => call.replace('-data-plane', ''));
        expect([...allowedOf(template(), role, 'iot'), ...(neverCalled[name] ?? [])].sort()).toEqual(
          held.sort(),
        );
      },
    );

    it.each([['RegisterRole'], ['MeRole']])(
      'of %s on the table are to read and write single items',
      (role) => {
        expect(allowedOf(template(), role, 'dynamodb')).toEqual([
          'dynamodb:BatchGetItem',
          'dynamodb:ConditionCheckItem',
          'dynamodb:DeleteItem',
          'dynamodb:PutItem',
          'dynamodb:UpdateItem',
        ]);
      },
    );

    it('on IoT policies end at the names of this stage', () => {
      expect(resourcesOf(template(), 'RegisterRole', 'WritePolicies')).toEqual([
        'arn:${AWS::Partition}:iot:${AWS::Region}:${AWS::AccountId}:policy/iot-attache-dev-*',
      ]);
    });

    it.each([
      ['RegisterRole', 'MakeThings', 'thing/${AWS::Region}:*'],
      ['MeRole', 'RemoveThings', 'thing/${AWS::Region}:*'],
      ['MeRole', 'DropSessions', 'client/${AWS::Region}:*'],
    ])('of %s to %s end at things of identities', (role, sid, name) => {
      expect(resourcesOf(template(), role, sid)).toEqual([
        `arn:\${AWS::Partition}:iot:\${AWS::Region}:\${AWS::AccountId}:${name}`,
      ]);
    });

    it.each([
      ['RegisterRole', 'register'],
      ['MeRole', 'me'],
      ['PublicRole', 'public'],
    ])('of %s to log end at its own log group', (role, name) => {
      expect(resourcesOf(template(), role, 'Log')).toEqual([
        `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:/aws/lambda/iot-attache-dev-${name}:*`,
      ]);
    });
  });

const resourcesOf = (template: Template, role: string, sid: string): readonly unknown[] =>
  statementsOf(at(template.Resources, role))
    .filter((statement) => at(statement, 'Sid') === sid)
    .flatMap((statement) => listOf(at(statement, 'Resource')))
    .map((resource) => at(resource, 'Fn::Sub'));
