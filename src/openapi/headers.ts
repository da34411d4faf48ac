// The headers of answers that mean something to a program, by name.
import type { HeaderName } from './operation.ts';

const text = { type: 'string' } as const;

export const headers = {
  ETag: {
    description: 'The version, strong and in quotes: for `If-Match`.',
    schema: text,
    example: '"3"',
  },
  Location: { description: 'The path of what was made, with the stage.', schema: text },
  'Cache-Control': { description: 'How long the answer stays good.', schema: text },
  'X-Request-ID': { description: 'As it was sent.', schema: text },
  'Retry-After': {
    description: 'Seconds after which the same request may succeed.',
    schema: { type: 'integer' },
  },
  'WWW-Authenticate': { description: '`Bearer`.', schema: text },
  Allow: { description: 'The methods of the path.', schema: text },
} as const satisfies Readonly<Record<HeaderName | 'Retry-After' | 'WWW-Authenticate' | 'Allow', unknown>>;
