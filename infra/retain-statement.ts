// The one statement of the authenticated role that depends on a setting.

const topicArns = 'arn:${AWS::Partition}:iot:${AWS::Region}:${AWS::AccountId}:topic/';

/** Written for `Fn::Sub`, where a variable of IAM's own needs a `!`. Without retained topics there is no statement. */
export const retainStatement = (retainedTopics: readonly string[]) =>
  retainedTopics.length === 0
    ? { Ref: 'AWS::NoValue' }
    : {
        Effect: 'Allow',
        Action: 'iot:RetainPublish',
        Resource: retainedTopics.flatMap(resourcesOf).map((name) => ({ 'Fn::Sub': `${topicArns}${name}` })),
      };

const resourcesOf = (topicFilter: string): readonly string[] => {
  const name = topicFilter.replaceAll('${identityId}', '${!cognito-identity.amazonaws.com:sub}');
  return name.endsWith('/#') ? [name.slice(0, -2), `${name.slice(0, -1)}*`] : [name];
};
