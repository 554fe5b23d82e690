import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { type WebFile, WebFiles } from '../app/web/ports.js';

const index = '/index.html';
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};

/**
 * What lies in a folder, each file kept once it was asked for. Only what was listed there is ever read, so that no address
 * leads out of the folder. A build that took the place of this one is noticed with the next page.
 */
export class BuiltWebFiles extends WebFiles {
  private listed: Promise<Map<string, string>> | undefined;
  private readonly read = new Map<string, Promise<WebFile | undefined>>();
  private builtAt = 0;

  constructor(private readonly folder: string) {
    super();
  }

  async find(path: string): Promise<WebFile | undefined> {
    const file = (await (this.listed ??= this.list())).get(path);
    if (file === undefined) return undefined;
    const found = this.read.get(path) ?? fileOf(path, file);
    this.read.set(path, found);
    return found;
  }

  async page(): Promise<WebFile | undefined> {
    const { mtimeMs } = await stat(join(this.folder, index)).catch(() => ({ mtimeMs: 0 }));
    if (mtimeMs !== this.builtAt) {
      this.builtAt = mtimeMs;
      this.listed = undefined;
      this.read.clear();
    }
    return this.find(index);
  }

  private async list(): Promise<Map<string, string>> {
    const found = await readdir(this.folder, { recursive: true, withFileTypes: true }).catch(() => []);
    const files = found.filter(one => one.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    return new Map(files.map(file => [`/${relative(this.folder, file).split(sep).join('/')}`, file]));
  }
}

const fileOf = async (path: string, file: string): Promise<WebFile | undefined> => {
  const [plain, br, gzip] = await Promise.all([contentOf(file), contentOf(`${file}.br`), contentOf(`${file}.gz`)]);
  return (
    plain && {
      type: types[extname(path)] ?? 'application/octet-stream',
      tag: createHash('sha256').update(plain).digest('base64url').slice(0, 22),
      isLasting: path.startsWith('/assets/'),
      plain,
      ...(br ? { br } : {}),
      ...(gzip ? { gzip } : {}),
    }
  );
};

const contentOf = (file: string): Promise<Buffer | undefined> => readFile(file).catch(() => undefined);
