import type { Operation } from '../operation.ts';
import { Health, OpenApi, Page } from '../replies.ts';

export const serviceOperations: readonly Operation[] = [
  {
    operationId: 'health',
    method: 'GET',
    path: '/health',
    tag: 'Service',
    who: 'anyone',
    summary: 'Ask whether the API answers',
    description: 'Asks nothing behind it, so that what fails there does not take the API down with it.',
    request: {},
    answers: { 200: { description: 'It does.', body: Health } },
    faults: [],
  },
  {
    operationId: 'openApi',
    method: 'GET',
    path: '/openapi.json',
    tag: 'Service',
    who: 'anyone',
    summary: 'Read this document',
    description: 'With the address of this very API under `servers`.',
    request: {},
    answers: { 200: { description: 'OpenAPI 3.1.', body: OpenApi, headers: ['Cache-Control'] } },
    faults: [],
  },
  {
    operationId: 'docs',
    method: 'GET',
    path: '/docs',
    tag: 'Service',
    who: 'anyone',
    summary: 'Read this document as a page',
    description: 'Without scripts, and without anything from elsewhere.',
    request: {},
    answers: {
      200: { description: 'The page.', body: Page, mediaType: 'text/html', headers: ['Cache-Control'] },
    },
    faults: [],
  },
];
