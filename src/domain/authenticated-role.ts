// The outer fence: the policy of the IAM role that every signed-in identity assumes.
import type { PolicyDocument, PolicyStatement } from './policy-document.ts';
import { type IotResourceType, iotArn, type PolicySpace } from './policy-space.ts';
import type { TopicFilter } from './topic-filter.ts';

/**
 * Wide enough for every grant, and no wider: what an identity may do inside it is said by its IoT policies. `$…`
 * topics are out of bounds but for the shadow and the jobs of the caller's own things; other regions are closed
 * by having no IoT policy there. RetainPublish is decided here alone, on what `parseRetainedTopic` takes.
 */
export const authenticatedRoleDocument = (
  space: PolicySpace,
  retainedTopics: readonly Pick<TopicFilter, 'text'>[],
): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: 'iot:Connect', Resource: iotArn(space, 'client', `${ownIdentity}:*`) },
    {
      Effect: 'Allow',
      Action: messaging,
      NotResource: [iotArn(space, 'topic', '$*'), iotArn(space, 'topicfilter', '$*')],
    },
    {
      Effect: 'Allow',
      Action: messaging,
      Resource: topicTypes.flatMap((type) =>
        ['shadow', 'jobs'].map((feature) => iotArn(space, type, `$aws/things/${ownIdentity}:*/${feature}/*`)),
      ),
    },
    ...retaining(space, retainedTopics),
  ],
});

const ownIdentity = '${cognito-identity.amazonaws.com:sub}';

const messaging = ['iot:Publish', 'iot:Subscribe', 'iot:Receive'];

const topicTypes: readonly IotResourceType[] = ['topic', 'topicfilter'];

/** A final `#` is the parent level and everything below it [MQTT-4.7.1-2]; policies need both said. */
const retaining = (
  space: PolicySpace,
  topics: readonly Pick<TopicFilter, 'text'>[],
): readonly PolicyStatement[] => {
  const resources = topics
    .map(({ text }) => text.replaceAll('${identityId}', ownIdentity))
    .flatMap((text) =>
      text.endsWith('/#') ? [text.slice(0, -'/#'.length), `${text.slice(0, -1)}*`] : [text],
    )
    .map((text) => iotArn(space, 'topic', text));
  return resources.length === 0
    ? []
    : [{ Effect: 'Allow', Action: 'iot:RetainPublish', Resource: [...new Set(resources)] }];
};
