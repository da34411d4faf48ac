// Where policies live: the region and account of their ARNs, and the prefix of their names.
export type PolicySpace = {
  /** e.g. `us-east-1`. */
  readonly region: string;
  /** Twelve digits. */
  readonly accountId: string;
  /** `<service>-<stage>`. */
  readonly prefix: string;
};

/** "ARN partitions": China and GovCloud regions have their own. */
export const partitionOf = (region: string): string => {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
};

/** The resource types that this service's policies name. */
export type IotResourceType = 'client' | 'topic' | 'topicfilter' | 'thing';

export const iotArn = (space: PolicySpace, type: IotResourceType, name: string): string =>
  `arn:${partitionOf(space.region)}:iot:${space.region}:${space.accountId}:${type}/${name}`;
