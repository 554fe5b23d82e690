import { Fault } from '@switchyard/kernel';
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const DATA = 'data.mdb';
/** Written once the store has been opened: from then on a missing or short data file is a loss, not a beginning. */
const FORMAT = 'FORMAT';
const FORMAT_VERSION = '1';

/** LMDB begins with two pages that each describe the whole file; the newer one counts. Offsets within such a page. */
const header = { magic: 24, pageSize: 48, lastPage: 144, transaction: 152, bytes: 160 } as const;
const MAGIC = 0xbeefc0de;
const SMALLEST_PAGE = 4096;

const torn = (directory: string, what: string): Fault =>
  new Fault({
    code: 'store-torn',
    message: `the data file of the embedded store in ${directory} is damaged: ${what}; it was left as it is`,
    blame: 'platform',
    retry: false,
    suggestions: ['restore the directory from a backup', 'or move the directory away to begin with an empty store'],
  });

interface Description {
  pages: bigint;
  pageSize: number;
  transaction: bigint;
}

const describedAt = (file: number, position: number): Description | undefined => {
  const page = Buffer.alloc(header.bytes);
  if (readSync(file, page, 0, page.length, position) < page.length) return undefined;
  if (page.readUInt32LE(header.magic) !== MAGIC) return undefined;
  return {
    pageSize: page.readUInt32LE(header.pageSize),
    pages: page.readBigUInt64LE(header.lastPage) + 1n,
    transaction: page.readBigUInt64LE(header.transaction),
  };
};

const describe = (path: string): Description | undefined => {
  const file = openSync(path, 'r');
  try {
    const first = describedAt(file, 0);
    const second = describedAt(file, first?.pageSize ?? SMALLEST_PAGE);
    if (!first || !second) return undefined;
    return first.transaction >= second.transaction ? first : second;
  } finally {
    closeSync(file);
  }
};

/** Reads every entry in another process: reading behind the end of a torn file kills the reader. */
const readsWhole = (directory: string): boolean => {
  const lmdb = createRequire(import.meta.url).resolve('lmdb');
  const script = `
    const database = require(${JSON.stringify(lmdb)}).open({ path: process.argv[1], encoding: 'binary', keyEncoding: 'binary', readOnly: true });
    for (const { value } of database.getRange()) if (value.length < 0) throw new Error();
    process.exit(0);`;
  return spawnSync(process.execPath, ['-e', script, directory], { stdio: 'ignore' }).status === 0;
};

/** Refuses a store whose file has lost a part. Looks at two pages; only a file that is too short is read in whole. */
export const checkDataFile = (directory: string): void => {
  const path = join(directory, DATA);
  const format = join(directory, FORMAT);
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (!existsSync(format)) {
    // A first start that ended before it was over leaves less than the two describing pages.
    if (size !== undefined && size < 2 * SMALLEST_PAGE) rmSync(path);
    else if (size !== undefined) checkContent(directory, path, size);
    return;
  }
  const version = readFileSync(format, 'utf8').trim();
  if (version !== FORMAT_VERSION)
    throw torn(directory, `its format is '${version}', this program reads '${FORMAT_VERSION}'`);
  if (size === undefined) throw torn(directory, `${DATA} is missing`);
  checkContent(directory, path, size);
};

const checkContent = (directory: string, path: string, size: number): void => {
  const description = size < 2 * SMALLEST_PAGE ? undefined : describe(path);
  if (!description) throw torn(directory, `${DATA} has ${size} bytes and does not begin as it should`);
  const expected = description.pages * BigInt(description.pageSize);
  if (BigInt(size) < expected && !readsWhole(directory))
    throw torn(directory, `${DATA} has ${size} bytes instead of ${expected}`);
};

/** Notes that the store exists. */
export const markFormat = (directory: string): void => {
  const path = join(directory, FORMAT);
  if (existsSync(path)) return;
  const file = openSync(path, 'w');
  writeSync(file, `${FORMAT_VERSION}\n`);
  fsyncSync(file);
  closeSync(file);
};
