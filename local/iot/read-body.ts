import type { IncomingMessage } from 'node:http';

/** The body of a request; `undefined` when it is longer than `most` bytes. */
export const readBody = async (request: IncomingMessage, most = 1024 * 1024): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > most) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
};

/** `{}` for an empty body, `undefined` for what is no JSON object. */
export const parseJsonObject = (text: string): Record<string, unknown> | undefined => {
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
};
