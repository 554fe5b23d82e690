import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '@switchyard/kernel';
import { type AddressPolicy, allowedAddress } from './allowed-address.js';
import type { Git, GitCall } from './git.js';

/** Submodules of submodules of … */
const deepest = 10;
const most = 500;

interface Submodule {
  name: string;
  path: string;
  url: string;
}

interface Tools {
  git: Git;
  policy: AddressPolicy;
  call: Omit<GitCall, 'directory'>;
}

/**
 * Checks out the submodules of a checkout, and theirs. Each address is looked at as that of the repository itself is,
 * and all that `.gitmodules` says beyond name, path and address is passed over.
 * @throws Fault `too-many-submodules`, what {@link allowedAddress} throws, GitFailure
 */
export const checkOutSubmodules = async (directory: string, base: string, tools: Tools, level = 1): Promise<void> => {
  const found = await submodulesOf(directory, tools);
  if (found.length > most || (found.length > 0 && level > deepest)) throw tooMany();
  const { git, policy, call } = tools;
  for (const { name, path, url } of found) {
    const { url: checked } = await allowedAddress(addressOf(url, base), policy);
    const set = (key: string, value: string) =>
      git.run(['config', '--local', `submodule.${name}.${key}`, value], { ...call, directory });
    await set('url', checked);
    await set('update', 'checkout');
    await set('active', 'true');
    call.say?.(`Submodule ${path}: ${checked}`);
    await git.run(['submodule', '--quiet', 'update', '--checkout', '--depth=1', '--', path], { ...call, directory });
    const folder = join(directory, path);
    if (existsSync(join(folder, '.git'))) await checkOutSubmodules(folder, checked, tools, level + 1);
  }
};

const tooMany = (): Fault =>
  new Fault({
    code: 'too-many-submodules',
    message: `the source has more than ${most} submodules at one level, or more than ${deepest} levels of them`,
    blame: 'user',
    retry: false,
    suggestions: ['leave submodules: out of the source, and fetch what is needed in a step'],
  });

/** Only those that are in the tree as submodules: git checks names and paths of them itself. */
const submodulesOf = async (directory: string, { git, call }: Tools): Promise<Submodule[]> => {
  // As it is in the commit: a link in the working tree leads nowhere.
  const words = ['config', '--blob=HEAD:.gitmodules', '--null', '--list'];
  const inTree = await git.run(['ls-tree', '--name-only', 'HEAD', '--', '.gitmodules'], { ...call, directory });
  if (inTree.trim() === '') return [];
  const settings = await git.run(words, { ...call, directory });
  const found = new Map<string, Partial<Submodule>>();
  for (const setting of settings.split('\0')) {
    const [, name, key, value] = /^submodule\.([^\n]+)\.(path|url)\n([\s\S]*)$/.exec(setting) ?? [];
    if (name !== undefined && key !== undefined && value !== undefined)
      found.set(name, { ...found.get(name), name, [key]: value });
  }
  return [...found.values()].filter(
    (one): one is Submodule => one.name !== undefined && one.path !== undefined && one.url !== undefined,
  );
};

/** `../other.git` is beside the repository it is said in. */
export const addressOf = (url: string, base: string): string => {
  if (!/^\.\.?\//.test(url)) return url;
  let [found, rest] = [base.replace(/\/+$/, ''), url];
  for (;;) {
    if (rest.startsWith('./')) rest = rest.slice(2);
    else if (rest.startsWith('../')) {
      rest = rest.slice(3);
      found = found.replace(/[/:][^/:]*$/, '');
    } else return `${found}/${rest}`;
  }
};
