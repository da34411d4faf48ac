import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { publishWeb } from '../../scripts/publish-web.ts';
import { webBucket } from '../../scripts/web-bucket.ts';
import { type AwsStandIn, bucketName, startAwsStandIn } from './aws-stand-in.ts';

const settings = {
  stage: 'dev',
  region: 'us-east-1',
  apiUrl: 'https://api.example',
  userPoolId: 'us-east-1_Pool',
  userPoolClientId: 'app',
};

let aws: AwsStandIn;
let s3: S3Client;
let folder: string;
beforeAll(async () => {
  aws = await startAwsStandIn();
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  s3 = new S3Client({ region: 'us-east-1', endpoint: aws.url, credentials });
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'publish-web-'));
  await write('index.html', 'demo');
  await write('console/index.html', 'console');
  await write('icon.svg', '<svg/>');
  await write('assets/demo-1.js', 'demo()');
  await write('assets/demo-1.css', 'main{}');
});
afterEach(async () => {
  aws.objects.clear();
  aws.stuck.clear();
  await rm(folder, { recursive: true, force: true });
});
afterAll(() => aws.close());

const write = async (path: string, content: string) => {
  await mkdir(join(folder, path, '..'), { recursive: true });
  await writeFile(join(folder, path), content);
};
const bucket = () => webBucket(s3, bucketName);
const publish = () => publishWeb(bucket(), { folder, settings });
const stale = (key: string) =>
  aws.objects.set(key, { body: 'old', contentType: undefined, cacheControl: undefined });

describe('publishing', () => {
  it('gives each file its type and how long it may be kept', async () => {
    await publish();
    const kept = 'public, max-age=31536000, immutable';
    expect(Object.fromEntries(aws.objects)).toEqual({
      'assets/demo-1.js': {
        body: 'demo()',
        contentType: 'text/javascript; charset=utf-8',
        cacheControl: kept,
      },
      'assets/demo-1.css': { body: 'main{}', contentType: 'text/css; charset=utf-8', cacheControl: kept },
      'icon.svg': { body: '<svg/>', contentType: 'image/svg+xml', cacheControl: 'no-cache' },
      'index.html': { body: 'demo', contentType: 'text/html; charset=utf-8', cacheControl: 'no-cache' },
      'console/index.html': {
        body: 'console',
        contentType: 'text/html; charset=utf-8',
        cacheControl: 'no-cache',
      },
      'settings.json': {
        body: JSON.stringify(settings),
        contentType: 'application/json',
        cacheControl: 'no-cache',
      },
      '404.txt': {
        body: 'There is no such file.\n',
        contentType: 'text/plain; charset=utf-8',
        cacheControl: 'no-cache',
      },
    });
  });

  it('puts what pages refer to first and the pages last', async () => {
    await publish();
    const kinds = [...aws.objects.keys()].map((key) => {
      if (key.startsWith('assets/')) return 'asset';
      return key.endsWith('.html') ? 'page' : 'other';
    });
    expect(kinds).toEqual(['asset', 'asset', 'other', 'other', 'other', 'page', 'page']);
  });

  it('removes what is no longer part, and only afterwards', async () => {
    for (const key of ['a.txt', 'assets/demo-0.js', 'assets/z.js', 'console/old.html', 'zz']) stale(key);
    expect(await publish()).toEqual({ uploaded: 7, removed: 5 });
    expect(aws.objects.size).toBe(7);
    expect(await publish()).toEqual({ uploaded: 7, removed: 0 });
  });

  it('uploads nothing when there is a file whose type it does not know', async () => {
    await write('assets/data.bin', 'x');
    await expect(publish()).rejects.toThrow('assets/data.bin is of no kind that pages have.');
    expect(aws.objects.size).toBe(0);
  });

  it('says what could not be removed', async () => {
    stale('old.txt');
    aws.stuck.add('old.txt');
    await expect(publish()).rejects.toThrow('old.txt could not be deleted: AccessDenied no');
  });
});

describe('a bucket', () => {
  it('that has gone has no files', async () => {
    expect(await webBucket(s3, 'gone').list()).toEqual([]);
  });

  it('lists every page of its keys', async () => {
    const keys = Array.from({ length: 8 }, (_, n) => `file-${n}`);
    for (const key of keys) stale(key);
    expect(await bucket().list()).toEqual(keys);
  });
});
