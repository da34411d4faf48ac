// What examples show in the place of what is different in every stack.
export const userId = '7a3c1f0e-2b4d-4c6e-8f90-1a2b3c4d5e6f';
export const identityId = 'us-east-1:3f2a1b0c-4d5e-4f60-8a7b-9c0d1e2f3a4b';
/** As the user pool names it. */
export const username = 'alice-7a3c1f0e';
export const administratorId = '0c9b8a76-5f4e-4d3c-9b2a-1f0e9d8c7b6a';
export const grantId = '01KAR3C6V8Y3G5T0N8J1N5Q2ZB';
export const denyId = '01KAR3E2M4H8K6D1W9X7S3P5RA';
export const batchId = '01KAR3G9T7Q2V5B8C4F6N1J0YE';

export const group = 'rotterdam-operators';
export const otherGroup = 'rotterdam-guests';

export const createdAt = '2026-11-23T14:00:00.000Z';
export const effectiveBy = '2026-11-23T14:08:00.000Z';

export const policyNames = {
  connect: 'iot-attache-dev-connect',
  everyone: 'iot-attache-dev-everyone-1',
  group: 'iot-attache-dev-g-rotterdam-operators-b330ac1754c734695a20-1',
  otherGroup: 'iot-attache-dev-g-rotterdam-guests-875dbf7f5426dee7914e-1',
  user: 'iot-attache-dev-u-7a3c1f0e-2b4d-4c6e-8f90-1a2b3c4d-13a780056057e65b9ba2-1',
} as const;
