// Every variable that serverless.yml gives a function, with values for a machine without AWS.
import { clientId, userPoolId } from '../tests/http/token-issuer.ts';

export const functionEnvironment = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  ACCOUNT_ID: '123456789012',
  USER_POOL_ID: userPoolId,
  USER_POOL_CLIENT_IDS: clientId,
  IDENTITY_POOL_ID: 'us-east-1:11111111-2222-4333-8444-555555555555',
  TABLE_NAME: 'iot-attache-bench',
  POLICY_PREFIX: 'iot-attache-bench',
  RETAINED_TOPICS: 'users/${identityId}/#',
  EVERYONE_DOCUMENTS: '1',
  DEVICE_LIMIT: '20',
  API_URL: 'https://api.example.com/dev',
  CORS_ORIGINS: 'http://localhost:8000',
};
