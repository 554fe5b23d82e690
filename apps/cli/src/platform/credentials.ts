import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readConfig } from '../config.js';

const pathOf = (): string => join(readConfig().settings, 'switchyard', 'credentials.json');

const read = async (): Promise<Record<string, string>> => {
  try {
    const kept: unknown = JSON.parse(await readFile(pathOf(), 'utf8'));
    return typeof kept === 'object' && kept !== null ? (kept as Record<string, string>) : {};
  } catch {
    return {};
  }
};

const keyOf = (url: string): string => new URL(url).origin;

/** The token that `yard login` has kept for a platform. */
export const keptToken = async (url: string): Promise<string | undefined> => {
  const kept = await read();
  return Object.hasOwn(kept, keyOf(url)) ? kept[keyOf(url)] : undefined;
};

/** Forgets it. @returns whether there was one. */
export const dropToken = async (url: string): Promise<boolean> => {
  const { [keyOf(url)]: found, ...rest } = await read();
  if (found !== undefined) await write(rest);
  return found !== undefined;
};

/** Readable by the user alone. @returns where it lies. */
export const keepToken = async (url: string, token: string): Promise<string> => {
  await write({ ...(await read()), [keyOf(url)]: token });
  return pathOf();
};

const write = async (tokens: Record<string, string>): Promise<void> => {
  const path = pathOf();
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(`${path}.new`, `${JSON.stringify(tokens, undefined, 2)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
};
