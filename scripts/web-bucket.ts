// The bucket of hosted pages.
import {
  DeleteObjectsCommand,
  NoSuchBucket,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';

export type WebFile = {
  /** Without a slash at its beginning. */
  readonly key: string;
  readonly content: Uint8Array;
  readonly contentType: string;
  readonly cacheControl: string;
};

export type WebBucket = {
  /** No keys when the bucket has gone. */
  readonly list: () => Promise<readonly string[]>;
  readonly put: (file: WebFile) => Promise<void>;
  /** @throws when one of them stays. */
  readonly remove: (keys: readonly string[]) => Promise<void>;
};

export const webBucket = (s3: S3Client, Bucket: string): WebBucket => ({
  list: async () => {
    const keys: string[] = [];
    try {
      for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket }))
        keys.push(...Contents.flatMap(({ Key }) => Key ?? []));
    } catch (error) {
      if (!(error instanceof NoSuchBucket)) throw error;
    }
    return keys;
  },
  put: async ({ key, content, contentType, cacheControl }) => {
    await s3.send(
      new PutObjectCommand({
        Bucket,
        Key: key,
        Body: content,
        ContentType: contentType,
        CacheControl: cacheControl,
      }),
    );
  },
  remove: async (keys) => {
    for (let start = 0; start < keys.length; start += mostAtOnce) {
      const Objects = keys.slice(start, start + mostAtOnce).map((Key) => ({ Key }));
      const { Errors: [failed] = [] } = await s3.send(
        new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
      );
      if (failed) throw new Error(`${failed.Key} could not be deleted: ${failed.Code} ${failed.Message}`);
    }
  },
});

/** Amazon S3 API reference, DeleteObjects. */
const mostAtOnce = 1000;
