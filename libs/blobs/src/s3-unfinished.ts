import {
  AbortMultipartUploadCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandInput,
  type MultipartUpload,
  paginateListParts,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { Millis } from '@switchyard/kernel';

interface Place {
  Bucket: string;
  Key: string;
  UploadId: string;
}

/**
 * Aborts uploads in parts that got their last part before `before`. Servers that list no uploads, of which there are some,
 * or not to us, have none here: they clear away by themselves, or by a rule of the bucket.
 * @returns how many
 */
export const abortUnfinished = async (
  client: S3Client,
  { bucket, prefix }: { bucket: string; prefix: string },
  before: Millis,
): Promise<number> => {
  let aborted = 0;
  for await (const { Key = '', UploadId = '', Initiated } of uploads(client, bucket, prefix)) {
    const place = { Bucket: bucket, Key, UploadId };
    const begunAt = Initiated?.getTime() ?? before;
    if (begunAt >= before || (await newestPart(client, place)) >= before) continue;
    await client.send(new AbortMultipartUploadCommand(place)).catch(unlessGone);
    aborted += 1;
  }
  return aborted;
};

async function* uploads(client: S3Client, Bucket: string, Prefix: string): AsyncGenerator<MultipartUpload> {
  const ask: ListMultipartUploadsCommandInput = { Bucket, Prefix };
  for (;;) {
    const page = await client.send(new ListMultipartUploadsCommand(ask)).catch(unlessUnknown);
    yield* page?.Uploads ?? [];
    if (!page?.IsTruncated || !page.NextKeyMarker) return;
    [ask.KeyMarker, ask.UploadIdMarker] = [page.NextKeyMarker, page.NextUploadIdMarker];
  }
}

/** When the last of its parts came; one that is gone meanwhile has none. */
const newestPart = async (client: S3Client, place: Place): Promise<Millis> => {
  let newest = 0;
  try {
    for await (const { Parts = [] } of paginateListParts({ client }, place))
      for (const { LastModified } of Parts) newest = Math.max(newest, LastModified?.getTime() ?? 0);
  } catch (error) {
    unlessGone(error);
  }
  return newest;
};

/** What the server, or the client of it, calls what went wrong. */
export const nameOf = (error: unknown): string => (error as { name?: string }).name ?? '';

const unlessGone = (error: unknown): void => {
  if (nameOf(error) !== 'NoSuchUpload') throw error;
};

const unlessUnknown = (error: unknown): undefined => {
  if (!['NotImplemented', 'MethodNotAllowed', 'AccessDenied'].includes(nameOf(error))) throw error;
};
