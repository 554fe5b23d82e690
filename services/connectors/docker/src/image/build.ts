import { lstatSync, readFileSync, statSync } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import dockerignore from '@balena/dockerignore';
import { type Pack, pack } from 'tar-fs';
import type { ImageInspectInfo } from 'dockerode';
import { Fault, reasonOf } from '@switchyard/kernel';
import { type Engine, isAway } from '../engine/engine.js';
import { bytesOf, type DockerSpec } from '../spec.js';
import { type Images, throwIfError, type Work } from './images.js';
import { progressLines } from './progress.js';
import { referenceOf } from './reference.js';

export interface BuildOrder {
  spec: DockerSpec;
  workspace: string;
  /** The name that keeps its layers until the next build. */
  name: string;
  labels: Record<string, string>;
}

/** It is the function itself; its types call that its default. */
const ignoring = dockerignore as unknown as typeof dockerignore.default;

const refuse = (code: string, message: string): Fault => new Fault({ code, message, blame: 'user', retry: false });

/** Below the workspace, also when links are followed. */
const below = async (workspace: string, path: string, what: string): Promise<string> => {
  const root = await realpath(workspace);
  const found = await realpath(join(root, path)).catch(() => undefined);
  if (found === undefined) throw refuse('bad-build-context', `${what} ${JSON.stringify(path)} does not exist`);
  if (found !== root && !found.startsWith(root + sep))
    throw refuse('bad-build-context', `${what} ${JSON.stringify(path)} lies outside the workspace`);
  return found;
};

/** Named from the context or from the workspace, and in the context either way. */
const dockerfileIn = async (context: string, workspace: string, dockerfile: string): Promise<string> => {
  for (const root of [context, workspace]) {
    const found = await realpath(join(root, dockerfile)).catch(() => undefined);
    if (found?.startsWith(context + sep) && (await stat(found)).isFile()) return relative(context, found);
  }
  throw refuse('no-dockerfile', `there is no ${JSON.stringify(dockerfile)} in the build context`);
};

const ignoredIn = (context: string, dockerfile: string): ((path: string) => boolean) => {
  const path = join(context, '.dockerignore');
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return () => false;
  const text = readFileSync(path, 'utf8');
  const rules = ignoring({ ignorecase: false }).add(text);
  // A folder that is left out may hold something that is not.
  const hasExceptions = /^\s*!/m.test(text);
  return path => {
    const name = relative(context, path);
    if (name === '' || name === dockerfile || name === '.dockerignore') return false;
    if (dockerfile.startsWith(name + sep)) return false;
    if (!rules.ignores(name)) return false;
    return !(hasExceptions && lstatSync(path, { throwIfNoEntry: false })?.isDirectory());
  };
};

const optionsOf = ({ spec, name, labels }: BuildOrder, dockerfile: string) => ({
  t: name,
  dockerfile,
  labels,
  rm: true,
  forcerm: true,
  ...(spec.buildArgs ? { buildargs: spec.buildArgs } : {}),
  ...(spec.target === undefined ? {} : { target: spec.target }),
  ...(spec.cacheFrom ? { cachefrom: JSON.stringify(spec.cacheFrom) } : {}),
  ...(spec.pull === 'always' ? { pull: true } : {}),
  ...(spec.memory === undefined ? {} : { memory: bytesOf(spec.memory) }),
});

/** Credentials of every registry that the file's own images may come from. */
const registryConfig = ({ credentials }: Work, spec: DockerSpec) => {
  const hosts = [spec.registry ?? '', ...(spec.tags ?? []), ...(spec.cacheFrom ?? [])]
    .filter(one => one !== '')
    .map(one => referenceOf(one.includes('/') ? one : `${one}/x`, spec.registry).host);
  return Object.fromEntries(
    [...new Set(hosts)].flatMap(host => {
      const known = credentials(host);
      return known ? [[host, known] as const] : [];
    }),
  );
};

/**
 * Builds an image from a Dockerfile, with the engine's layers of earlier builds.
 * @throws Fault `bad-build-context`, `no-dockerfile`, `build-failed`, or `engine-away` when it was interrupted
 */
export const build = async (
  { engine, images }: { engine: Engine; images: Images },
  order: BuildOrder,
  work: Work,
): Promise<ImageInspectInfo> => {
  const { spec, workspace } = order;
  const context = await below(workspace, spec.buildContext ?? '.', 'the build context');
  const dockerfile = await dockerfileIn(context, await realpath(workspace), spec.dockerfile ?? 'Dockerfile');
  work.say(`Building ${dockerfile}`);
  const options = {
    ...optionsOf(order, dockerfile),
    registryconfig: registryConfig(work, spec),
    abortSignal: work.signal,
  };
  try {
    const stream = await engine.insist(
      docker => docker.buildImage(asStream(pack(context, { ignore: ignoredIn(context, dockerfile) })), { ...options }),
      work.signal,
    );
    for await (const line of progressLines(stream as AsyncIterable<Buffer>)) {
      throwIfError(line);
      const text = (line.stream ?? '').replace(/\n+$/, '');
      if (text !== '') work.say(text);
    }
  } catch (error) {
    if ((error as Error).name === 'AbortError' || error instanceof Fault) throw error;
    throw buildFault(error);
  }
  const built = await images.find(order.name, work.signal);
  if (built) return built;
  throw buildFault(new Error('it was built, and is not there'));
};

/** It is one; its types are those of an older kind. */
const asStream = (tar: Pack): NodeJS.ReadableStream => tar as unknown as NodeJS.ReadableStream;

const buildFault = (error: unknown): Fault =>
  isAway(error)
    ? new Fault({
        code: 'engine-away',
        message: 'the engine went away while it was building',
        blame: 'platform',
        retry: true,
        cause: error,
      })
    : new Fault({
        code: 'build-failed',
        message: `the image could not be built: ${reasonOf(error)}`,
        blame: 'user',
        retry: false,
        cause: error,
      });
