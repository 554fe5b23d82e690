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

/** Readable by the user alone. @returns where it lies. */
export const keepToken = async (url: string, token: string): Promise<string> => {
  const path = pathOf();
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const text = `${JSON.stringify({ ...(await read()), [keyOf(url)]: token }, undefined, 2)}\n`;
  await writeFile(`${path}.new`, text, { mode: 0o600 });
  await rename(`${path}.new`, path);
  return path;
};
