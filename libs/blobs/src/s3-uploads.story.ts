import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type S3rver from '@20minutes/s3rver';

type Answer = S3rver['middleware'][number];

/**
 * What the server for tests leaves out of the protocol: to list uploads in parts and to abort them, over its own files;
 * and to take each object whole, since it writes body and facts of an object one after the other.
 */
export class Uploads {
  private readonly folder: string;
  private readonly turns = new Map<string, Promise<unknown>>();

  /** @param bucket its folder */
  constructor(bucket: string) {
    this.folder = join(bucket, '._S3rver_uploads');
  }

  /** One that is only being begun has no key yet. */
  all(): { id: string; key: string; begunAt: Date }[] {
    const ids = existsSync(this.folder) ? readdirSync(this.folder) : [];
    return ids.flatMap(id => {
      const path = join(this.folder, id, 'key');
      const begunAt = statSync(path, { throwIfNoEntry: false })?.mtime;
      const key = begunAt ? readFileSync(path, 'utf8') : '';
      return begunAt && key !== '' ? { id, key, begunAt } : [];
    });
  }

  /** Of a page there is one upload, so that who asks must go on. */
  readonly answer: Answer = async (asked, next) => {
    const { method, query } = asked;
    if (method === 'GET' && 'uploads' in query) return xml(asked, this.listed(query));
    if (method === 'GET' && query['uploadId']) return xml(asked, this.parts(query['uploadId']));
    if (writesObject(method, query)) return this.inTurn(asked.path, next);
    if (method !== 'DELETE' || !query['uploadId']) return next();
    rmSync(join(this.folder, query['uploadId']), { recursive: true, force: true, maxRetries: 5 });
    asked.status = 204;
    return undefined;
  };

  /** One write of an object after the other. */
  private inTurn(path: string, write: () => Promise<unknown>): Promise<unknown> {
    const turn = (this.turns.get(path) ?? Promise.resolve()).then(write);
    this.turns.set(
      path,
      turn.catch(() => undefined),
    );
    return turn;
  }

  private listed({ prefix = '', 'upload-id-marker': marker = '' }: Record<string, string | undefined>): string {
    const later = this.all().filter(({ id, key }) => key.startsWith(prefix) && id > marker);
    const [one, ...rest] = later.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const upload = one
      ? `<Upload><Key>${one.key}</Key><UploadId>${one.id}</UploadId><Initiated>${one.begunAt.toISOString()}</Initiated></Upload>
         <NextKeyMarker>${one.key}</NextKeyMarker><NextUploadIdMarker>${one.id}</NextUploadIdMarker>`
      : '';
    const name = 'ListMultipartUploadsResult';
    return `<${name}><IsTruncated>${String(rest.length > 0)}</IsTruncated>${upload}</${name}>`;
  }

  private parts(id: string): string {
    const names = readdirSync(join(this.folder, id)).filter(name => /^\d+$/.test(name));
    const parts = names.map(name => {
      const { mtime, size } = statSync(join(this.folder, id, name));
      const facts = `<LastModified>${mtime.toISOString()}</LastModified><Size>${String(size)}</Size>`;
      return `<Part><PartNumber>${name}</PartNumber>${facts}</Part>`;
    });
    return `<ListPartsResult><IsTruncated>false</IsTruncated>${parts.join('')}</ListPartsResult>`;
  }
}

/** At once, or by putting its parts together. */
const writesObject = (method: string, query: Record<string, unknown>): boolean =>
  method === (query['uploadId'] ? 'POST' : 'PUT');

const xml = (asked: Parameters<Answer>[0], text: string): undefined => {
  asked.status = 200;
  asked.type = 'application/xml';
  asked.body = `<?xml version="1.0" encoding="UTF-8"?>${text}`;
  return undefined;
};
