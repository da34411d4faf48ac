// The dynalite server behind the front: it stores, the front adds what it lacks.
import { Agent, type createServer, type IncomingHttpHeaders, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import dynalite from 'dynalite';
import * as z from 'zod/mini';
import { type Answer, errorOf } from './answer.ts';

export type TableSchema = z.infer<typeof Schema>;

export type Storage = {
  /** Hands a request through as it came. */
  forward(incoming: ForwardedRequest): Promise<ForwardedAnswer>;
  call(operation: string, input: unknown): Promise<Answer>;
  /** Of a table that exists: the attributes of its primary key. */
  schemaOf(tableName: string): Promise<TableSchema | undefined>;
  forgetSchema(tableName: string): void;
  close(): Promise<void>;
};

export type ForwardedRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};
export type ForwardedAnswer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
};

export const startStorage = async (): Promise<Storage> => {
  const server = dynalite({ createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
  const port = await listen(server, 0);
  const agent = new Agent({ keepAlive: true });
  const schemas = new Map<string, TableSchema>();

  const forward = ({ method, path, headers, body }: ForwardedRequest) =>
    new Promise<ForwardedAnswer>((resolve, reject) => {
      // The lengths are those of the body as it is sent on.
      const { connection, 'content-length': _, 'transfer-encoding': __, ...forwarded } = headers;
      const options = { host: '127.0.0.1', port, agent, method, path, headers: forwarded };
      const outgoing = request(options, (incoming) => {
        const { statusCode = 500, headers } = incoming;
        text(incoming).then((text) => resolve({ status: statusCode, headers, text }), reject);
      });
      outgoing.on('error', reject).end(body);
    });

  const call = async (operation: string, input: unknown): Promise<Answer> => {
    const headers = { ...ownHeaders, 'x-amz-target': `DynamoDB_20120810.${operation}` };
    const { status, text } = await forward({
      method: 'POST',
      path: '/',
      headers,
      body: JSON.stringify(input),
    });
    return { status, body: Body.parse(JSON.parse(text)) };
  };

  return {
    forward,
    call,
    schemaOf: async (tableName) => {
      const known = schemas.get(tableName);
      if (known) return known;
      const answer = await call('DescribeTable', { TableName: tableName });
      if (errorOf(answer)) return undefined;
      const { Table: schema } = Described.parse(answer.body);
      schemas.set(tableName, schema);
      return schema;
    },
    forgetSchema: (tableName) => schemas.delete(tableName),
    close: () => {
      agent.destroy();
      return new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      });
    },
  };
};

/** Binds to this machine only. Returns the port; rejects when it is in use. */
export const listen = (server: ReturnType<typeof createServer> | Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve(portOf(server.address()));
    });
  });

const portOf = (address: AddressInfo | string | null): number => {
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
};

const Body = z.record(z.string(), z.unknown());
const Schema = z.object({
  KeySchema: z.array(z.object({ AttributeName: z.string(), KeyType: z.string() })),
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.string() })),
});

const Described = z.object({ Table: Schema });

/** dynalite wants a signature but does not check it. */
const ownHeaders = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-date': '20200101T000000Z',
  authorization: 'AWS4-HMAC-SHA256 Credential=front, SignedHeaders=host, Signature=front',
};
