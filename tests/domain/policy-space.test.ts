import { describe, expect, test } from 'vitest';
import { iotArn } from '../../src/domain/policy-space.ts';

describe('an ARN of IoT Core', () => {
  test.each([
    ['us-east-1', 'arn:aws:iot:us-east-1:123456789012:topic/a/b'],
    ['cn-north-1', 'arn:aws-cn:iot:cn-north-1:123456789012:topic/a/b'],
    ['us-gov-west-1', 'arn:aws-us-gov:iot:us-gov-west-1:123456789012:topic/a/b'],
  ])('in %s', (region, arn) => {
    expect(iotArn({ region, accountId: '123456789012', prefix: 'p' }, 'topic', 'a/b')).toBe(arn);
  });
});
