import { fileURLToPath } from 'node:url';
import { type CgroupPlace, detectCgroup } from './cgroup.js';
import { cacheDirectories } from './config.js';
import { type Shim } from './contract.js';
import { ShimLauncher } from './launcher.js';
import { nativeShim } from './native.js';
import { OwnNursery, SmallNursery } from './nursery.js';

export { type CgroupPlace, detectCgroup } from './cgroup.js';
export * from './contract.js';
export { partOf, readAcross, ringOf, truncationMarker } from './stretches.js';

export interface ShimOptions {
  /** Where the compiled shim is kept; the user's cache unless said. */
  cacheDirectory?: string;
  /** Which compiler to use; `null` = none, take the Node shim. Unless said, the first of `cc`, `gcc`, `clang` that works. */
  compiler?: string | null;
  /** Below which group those of the steps are made; `null` = none. Unless said, {@link detectCgroup} looks. */
  cgroups?: CgroupPlace | null;
}

/** Built code runs the built shim; so does source under test. */
const nodeShim = fileURLToPath(new URL('../../dist/shim/node-shim.js', import.meta.url));

/** The compiled shim where there is a compiler, else the one that runs on Node; same contract, same files. */
export const prepareShim = async (options: ShimOptions = {}): Promise<Shim> => {
  const { cacheDirectory, compiler } = options;
  const [cgroups, native] = await Promise.all([
    options.cgroups === undefined ? detectCgroup() : (options.cgroups ?? undefined),
    compiler === null
      ? undefined
      : nativeShim(cacheDirectory === undefined ? cacheDirectories() : [cacheDirectory], compiler),
  ]);
  return native === undefined
    ? new ShimLauncher('node', new OwnNursery([process.execPath, nodeShim]), cgroups)
    : new ShimLauncher('native', new SmallNursery(native), cgroups);
};
