import type { Example } from '../operation.ts';

const api = 'https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com/dev';

export const serviceExamples: readonly Example[] = [
  {
    operation: 'health',
    name: 'healthy',
    summary: 'The API answers',
    as: 'anyone',
    status: 200,
    answer: { status: 'ok' },
  },
  { operation: 'openApi', name: 'document', summary: 'This document', as: 'anyone', status: 200 },
  { operation: 'docs', name: 'page', summary: 'The page', as: 'anyone', status: 200 },
  {
    operation: 'authzenConfiguration',
    name: 'addresses',
    summary: 'Where to ask',
    as: 'anyone',
    status: 200,
    answer: {
      policy_decision_point: api,
      access_evaluation_endpoint: `${api}/access/v1/evaluation`,
      access_evaluations_endpoint: `${api}/access/v1/evaluations`,
      search_subject_endpoint: `${api}/access/v1/search/subject`,
    },
  },
];
