// What a function's environment holds; imported before its handler, which reads it when it is loaded.
Object.assign(process.env, {
  USER_POOL_ID: 'us-east-1_TestPool1',
  USER_POOL_CLIENT_IDS: 'testclient',
  TABLE_NAME: 'table',
  RETAINED_TOPICS: '',
  CORS_ORIGINS: 'https://app.example.com',
  API_URL: 'https://api.example.com/dev/',
});
