import { describe, expect, it } from 'vitest';
import { apiUrl, readConfig, variables } from '../../src/schema/config.ts';

const complete = {
  AWS_REGION: 'eu-west-1',
  ACCOUNT_ID: '123456789012',
  USER_POOL_ID: 'eu-west-1_Pool',
  USER_POOL_CLIENT_IDS: 'web, phone',
  IDENTITY_POOL_ID: 'eu-west-1:pool',
  TABLE_NAME: 'table',
  POLICY_PREFIX: 'iot-attache-dev',
  RETAINED_TOPICS: 'users/${identityId}/#,news',
  CORS_ORIGINS: '',
};

describe('the environment', () => {
  it('is read with its lists, numbers and defaults', () => {
    const config = readConfig(variables, complete);
    expect(config).toMatchObject({
      USER_POOL_CLIENT_IDS: ['web', 'phone'],
      CORS_ORIGINS: [],
      DEVICE_LIMIT: 20,
      EVERYONE_DOCUMENTS: 1,
      JWKS_URI: null,
    });
    expect(config.RETAINED_TOPICS.map(({ text }) => text)).toEqual(['users/${identityId}/#', 'news']);
  });

  it('is read by a function as far as the function has it', () => {
    expect(
      readConfig({ CORS_ORIGINS: variables.CORS_ORIGINS }, { CORS_ORIGINS: 'https://a.example' }),
    ).toEqual({
      CORS_ORIGINS: ['https://a.example'],
    });
  });

  it.each([
    ['ACCOUNT_ID', 'my account'],
    ['USER_POOL_CLIENT_IDS', ' , '],
    ['TABLE_NAME', ''],
    ['DEVICE_LIMIT', '0'],
    ['DEVICE_LIMIT', 'many'],
    ['EVERYONE_DOCUMENTS', '4'],
    ['RETAINED_TOPICS', 'users/+/last'],
    ['RETAINED_TOPICS', 'devices/${thingName}/last'],
    ['RETAINED_TOPICS', '*'],
  ])('is refused with %s=%s by that name', (name, value) => {
    expect(() => readConfig(variables, { ...complete, [name]: value })).toThrow(name);
  });

  it.each(Object.keys(complete))('is refused without %s', (name) => {
    const { [name]: _, ...rest } = complete as Readonly<Record<string, string>>;
    expect(() => readConfig(variables, rest)).toThrow(name);
  });
});

describe('where the API is', () => {
  it.each([
    ['https://api.example.com', 'https://api.example.com'],
    [
      'https://a1b2.execute-api.us-east-1.amazonaws.com/dev/',
      'https://a1b2.execute-api.us-east-1.amazonaws.com/dev',
    ],
    ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
    ['http://localhost:3000/dev', 'http://localhost:3000/dev'],
  ])('may be %s', (text, url) => {
    expect(readConfig({ API_URL: apiUrl }, { API_URL: text })).toEqual({ API_URL: url });
  });

  it.each([
    undefined,
    '',
    'api.example.com',
    'http://api.example.com',
    'http://127.0.0.1.example.com',
    'http://127.0.0.1:80@example.com',
    'https://api.example.com?stage=dev',
    'https://api.example.com/#dev',
    'https://',
    'https://api.example.com\nhttps://other.example.com',
  ])('is not %j', (text) => {
    expect(() => readConfig({ API_URL: apiUrl }, { API_URL: text })).toThrow('API_URL');
  });
});
