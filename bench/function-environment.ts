// Every variable that serverless.yml gives a function, with values for a machine without AWS.
export const functionEnvironment: Readonly<Record<string, string>> = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  ACCOUNT_ID: '123456789012',
  USER_POOL_ID: 'us-east-1_BenchPool',
  USER_POOL_CLIENT_IDS: 'bench-app',
  IDENTITY_POOL_ID: 'us-east-1:11111111-2222-4333-8444-555555555555',
  TABLE_NAME: 'iot-attache-bench',
  POLICY_PREFIX: 'iot-attache-bench',
  RETAINED_TOPICS: 'users/${identityId}/#',
  EVERYONE_DOCUMENTS: '1',
  DEVICE_LIMIT: '20',
  CORS_ORIGINS: 'http://localhost:8000',
};
