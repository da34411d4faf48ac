import type { IncomingMessage } from 'node:http';

/** "Quotas for configuring and running a REST API": payload size, not increasable. */
const maxBodyBytes = 10 * 1024 * 1024;

/** The whole body, `undefined` when it is larger than API Gateway takes; what is too much is read and dropped. */
export const readBody = async (request: IncomingMessage): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= maxBodyBytes) chunks.push(chunk);
  }
  return bytes <= maxBodyBytes ? Buffer.concat(chunks) : undefined;
};
