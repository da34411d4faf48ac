import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';

type Occurrence = {
  readonly operation: string;
  readonly request: unknown;
  readonly sub: string | undefined;
  readonly region: string;
  readonly accountId: string;
  /** Why the call was refused. */
  readonly failure?: { readonly code: string; readonly message: string } | undefined;
};

const hidden = 'HIDDEN_DUE_TO_SECURITY_REASONS';

/** "AWS API Call via CloudTrail" (EventBridge user guide), around a CloudTrail record (Cognito developer guide). */
export const cloudTrailEvent = ({ operation, request, sub, region, accountId, failure }: Occurrence) => {
  const time = `${new Date().toISOString().slice(0, 19)}Z`;
  const { UserPoolId, GroupName, AccessToken } = Request.parse(request);
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.cognito-idp',
    account: accountId,
    time,
    region,
    resources: [],
    detail: {
      eventVersion: '1.08',
      userIdentity: AccessToken
        ? { type: 'Unknown', principalId: 'Anonymous' }
        : { type: 'IAMUser', accountId, userName: 'local' },
      eventTime: time,
      eventSource: 'cognito-idp.amazonaws.com',
      eventName: operation,
      awsRegion: region,
      sourceIPAddress: '127.0.0.1',
      userAgent: 'local',
      ...(failure && { errorCode: failure.code, errorMessage: failure.message }),
      requestParameters: AccessToken
        ? { accessToken: hidden }
        : { userPoolId: UserPoolId, username: hidden, ...(GroupName && { groupName: GroupName }) },
      responseElements: null,
      additionalEventData: { ...(sub !== undefined && { sub }) },
      requestID: randomUUID(),
      eventID: randomUUID(),
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: accountId,
      eventCategory: 'Management',
    },
  };
};

const Request = z.object({
  UserPoolId: z.optional(z.string()),
  GroupName: z.optional(z.string()),
  AccessToken: z.optional(z.string()),
});
