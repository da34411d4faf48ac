// What DynamoDB's JSON protocol answers: a status and a body, errors named by `__type`.
import * as z from 'zod/mini';

export type Answer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };

export const answerWith = (body: Answer['body']): Answer => ({ status: 200, body });

/** `name` as the SDK's exception classes are called, e.g. `ResourceNotFoundException`. */
export const answerError = (name: string, message: string, more: Answer['body'] = {}): Answer => ({
  status: name === 'InternalServerError' ? 500 : 400,
  body: { __type: `${namespaceOf(name)}#${name}`, ...more, message },
});

/** "1 validation error detected: …", as the service words a member that breaks its constraint. */
export const answerConstraint = (value: unknown, path: string, constraint: string): Answer =>
  answerError(
    'ValidationException',
    `1 validation error detected: Value ${value === undefined ? 'null' : `'${String(value)}'`} at '${path}' ` +
      `failed to satisfy constraint: ${constraint}`,
  );

/** The error of an answer, `undefined` when it has none. */
export const errorOf = ({ status, body }: Answer): { name: string; message: string } | undefined => {
  if (status < 300) return undefined;
  const { __type, message, Message } = ErrorBody.parse(body);
  return { name: __type.split('#').at(-1) ?? __type, message: message ?? Message ?? '' };
};

const ErrorBody = z.object({
  __type: z._default(z.string(), 'InternalServerError'),
  message: z.optional(z.string()),
  Message: z.optional(z.string()),
});

const namespaceOf = (name: string): string => {
  if (name === 'ValidationException') return 'com.amazon.coral.validate';
  return name === 'SerializationException' ? 'com.amazon.coral.service' : 'com.amazonaws.dynamodb.v20120810';
};
