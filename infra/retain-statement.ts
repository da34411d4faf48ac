// The one statement of the authenticated role that depends on a setting.
import { authenticatedRoleDocument } from '../src/domain/authenticated-role.ts';
import type { PolicyStatement } from '../src/domain/policy-document.ts';
import { iotArn, type PolicySpace } from '../src/domain/policy-space.ts';
import { parseRetainedTopic } from '../src/domain/retained-topics.ts';
import type { TopicFilter } from '../src/domain/topic-filter.ts';

type SubstitutedStatement = Pick<PolicyStatement, 'Effect' | 'Action'> & {
  readonly Resource: readonly { readonly 'Fn::Sub': string }[];
};

/**
 * The statement as the domain has it, its region and account left to CloudFormation. Without retained topics there is
 * none.
 * @throws for a topic filter that the role's policy cannot say: it knows no thing and no user.
 */
export const retainStatement = (
  retainedTopics: readonly string[],
): SubstitutedStatement | { readonly Ref: 'AWS::NoValue' } => {
  const statement = authenticatedRoleDocument(anywhere, retainedTopics.map(parse)).Statement.find(
    ({ Action }) => Action === 'iot:RetainPublish',
  );
  if (statement === undefined) return { Ref: 'AWS::NoValue' };
  const { Effect, Action, Resource = [] } = statement;
  return { Effect, Action, Resource: [Resource].flat().map((arn) => ({ 'Fn::Sub': substituted(arn) })) };
};

const anywhere: PolicySpace = { region: 'us-east-1', accountId: '000000000000', prefix: '' };

/** `Fn::Sub` leaves `${!name}` as `${name}`, which is a variable of IAM's own. */
const substituted = (arn: string): string =>
  `arn:\${AWS::Partition}:iot:\${AWS::Region}:\${AWS::AccountId}:topic/${arn
    .slice(iotArn(anywhere, 'topic', '').length)
    .replaceAll('${', '${!')}`;

const parse = (text: string): TopicFilter => {
  const topic = parseRetainedTopic(text);
  if (!topic.ok) throw new Error(`retainedTopics, ${text}: ${topic.fault.detail}`);
  return topic.value;
};
