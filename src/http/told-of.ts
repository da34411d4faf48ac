// What a log may say of an error. Messages that others have written quote what they were sent – tokens, bodies, names –
// so those of AWS and of parsers stay out; what is left is searched for what looks like a secret all the same.

/** Name, place and cause; of what an AWS service refused, how to find it in CloudTrail. */
export const toldOf = (error: unknown): unknown => {
  if (!(error instanceof Error)) return { name: typeof error };
  const message = messageOf(error);
  const stack = frames(error.stack);
  return {
    name: withoutSecrets(error.name),
    ...(message !== undefined && { message }),
    ...('$metadata' in error && { aws: metadataOf(error.$metadata) }),
    ...('code' in error && typeof error.code === 'string' && { code: withoutSecrets(error.code) }),
    ...(stack.length > 0 && { stack }),
    ...(error.cause !== undefined && { cause: toldOf(error.cause) }),
  };
};

/** Of AWS's words only which permission is missing, of a parser's none, our own as they are. */
const messageOf = (error: Error): string | undefined => {
  if ('$metadata' in error) return /is not authorized to perform: [\w-]+:\w+/.exec(error.message)?.[0];
  return error instanceof SyntaxError ? undefined : withoutSecrets(error.message);
};

const metadataOf = (metadata: unknown) => {
  const { httpStatusCode, requestId, attempts } = Object(metadata);
  return {
    ...(typeof httpStatusCode === 'number' && { status: httpStatusCode }),
    ...(typeof requestId === 'string' && { requestId: withoutSecrets(requestId) }),
    ...(typeof attempts === 'number' && { attempts }),
  };
};

/** Without its first lines, which repeat the message. */
const frames = (stack = ''): string =>
  stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map(withoutSecrets)
    .join('\n');

const withoutSecrets = (text: string): string =>
  secrets.reduce((rest, [form, name]) => rest.replace(form, `[${name}]`), text);

const secrets: readonly (readonly [form: RegExp, name: string])[] = [
  // RFC 7515 §7.1 and RFC 7516 §7.1, cut off or not: a JSON object in base64url begins with `eyJ`.
  [/\beyJ[\w-]{8,}(?:\.[\w-]*)*/g, 'token'],
  [/(?<=\bBearer\s+)\S+/gi, 'token'],
  [/[^\s"'<>()[\]{}:;,=]+@[^\s"'<>()[\]{}:;,=]+/g, 'address'],
  // IAM user guide, "Unique identifiers": access key IDs; secret keys are 40 and session tokens more characters of base64.
  [/\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g, 'credential'],
  [/[A-Za-z0-9+/=]{40,}/g, 'credential'],
];
