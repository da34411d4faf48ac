// CloudFormation and S3 on this machine, as far as the scripts about web pages use them.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { startLocalServer } from '../../local/iot/local-server.ts';

type StoredObject = {
  readonly body: string;
  readonly contentType: string | undefined;
  readonly cacheControl: string | undefined;
};

export type AwsStandIn = {
  /** For a process that is to use it. */
  readonly env: Readonly<Record<string, string>>;
  readonly url: string;
  /** Outputs by stack name. */
  readonly stacks: Map<string, Readonly<Record<string, string>>>;
  /** By key, of the one bucket; in the order in which they were put. */
  readonly objects: Map<string, StoredObject>;
  /** Keys that cannot be deleted. */
  readonly stuck: Set<string>;
  readonly close: () => Promise<void>;
};

export const bucketName = 'pages-of-dev';
/** Few, so that there is a second page. */
const listed = 3;

export const startAwsStandIn = async (): Promise<AwsStandIn> => {
  const stacks: AwsStandIn['stacks'] = new Map();
  const objects: AwsStandIn['objects'] = new Map();
  const stuck = new Set<string>();

  const answerCloudFormation = (parameters: URLSearchParams, response: ServerResponse) => {
    const name = parameters.get('StackName') ?? '';
    const outputs = stacks.get(name);
    if (!outputs) return refuse(response, 400, 'ValidationError', `Stack with id ${name} does not exist`);
    const members = Object.entries(outputs).map(
      ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
    );
    send(
      response,
      `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>${name}</StackName><Outputs>${members.join('')}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`,
    );
  };

  const list = (token: string | null, response: ServerResponse) => {
    const after = [...objects.keys()].sort().filter((key) => key > (token ?? ''));
    const page = after.slice(0, listed);
    const more = after.length > page.length;
    send(
      response,
      `<ListBucketResult><IsTruncated>${more}</IsTruncated>${page.map((key) => `<Contents><Key>${key}</Key></Contents>`).join('')}${more ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : ''}</ListBucketResult>`,
    );
  };

  const answerS3 = (request: IncomingMessage, url: URL, body: string, response: ServerResponse) => {
    const [, bucket, ...path] = url.pathname.split('/');
    const key = decodeURIComponent(path.join('/'));
    if (bucket !== bucketName) return refuse(response, 404, 'NoSuchBucket', 'There is no such bucket');
    if (request.method === 'GET') return list(url.searchParams.get('continuation-token'), response);
    if (request.method === 'PUT') {
      const { 'content-type': contentType, 'cache-control': cacheControl } = request.headers;
      objects.set(key, { body, contentType, cacheControl });
      return send(response, '');
    }
    const failed: string[] = [];
    for (const [, one = ''] of body.matchAll(/<Key>([^<]*)<\/Key>/g)) {
      if (stuck.has(one))
        failed.push(`<Error><Key>${one}</Key><Code>AccessDenied</Code><Message>no</Message></Error>`);
      else objects.delete(one);
    }
    send(response, `<DeleteResult>${failed.join('')}</DeleteResult>`);
  };

  const { port, close } = await startLocalServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://127.0.0.1');
    buffer(request).then(
      (content) => {
        const body = content.toString();
        if (url.pathname === '/') answerCloudFormation(new URLSearchParams(body), response);
        else answerS3(request, url, body, response);
      },
      () => response.destroy(),
    );
  }, 0);
  const url = `http://127.0.0.1:${port}`;
  const env = {
    AWS_ENDPOINT_URL_CLOUDFORMATION: url,
    AWS_ENDPOINT_URL_S3: url,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_REGION: 'us-east-1',
  };
  return { env, url, stacks, objects, stuck, close };
};

const send = (response: ServerResponse, body: string): void => {
  response.writeHead(200, { 'content-type': 'application/xml' }).end(body);
};

const refuse = (response: ServerResponse, status: number, code: string, message: string): void => {
  const error = `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  response
    .writeHead(status, { 'content-type': 'application/xml' })
    .end(code === 'ValidationError' ? `<ErrorResponse>${error}</ErrorResponse>` : error);
};
