import type { ImageInspectInfo } from 'dockerode';
import { Fault, reach } from '@switchyard/kernel';
import { type Engine, statusOf } from '../engine/engine.js';
import type { Credentials } from './credentials.js';
import { transferFault } from './faults.js';
import { type ProgressLine, progressLines, Transfer } from './progress.js';
import type { Reference } from './reference.js';

export interface Work {
  say: (line: string) => void;
  signal: AbortSignal;
  credentials: Credentials;
}

export type PullPolicy = 'missing' | 'always' | 'never';

/** What an engine has of images, and what it can get. */
export class Images {
  constructor(private readonly engine: Engine) {}

  async find(name: string, signal?: AbortSignal): Promise<ImageInspectInfo | undefined> {
    try {
      return await this.engine.insist(docker => docker.getImage(name).inspect(), signal);
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw error;
    }
  }

  /**
   * The image, pulled where the policy says so.
   * @throws Fault `image-not-found`, `registry-refused`, `registry-busy`, `registry-unavailable` or `engine-disk-full`
   */
  async ensure(reference: Reference, policy: PullPolicy, work: Work): Promise<ImageInspectInfo> {
    const { whole } = reference;
    const present = policy === 'always' ? undefined : await this.find(whole, work.signal);
    if (present) return present;
    if (policy === 'never')
      throw new Fault({
        code: 'image-not-found',
        message: `the engine has no image ${whole}, and pull: never lets it look nowhere else`,
        blame: 'user',
        retry: false,
      });
    await this.pull(reference, work);
    const pulled = await this.find(whole, work.signal);
    if (pulled) return pulled;
    throw transferFault(new Error('it was pulled, and is not there'), reference);
  }

  async push(reference: Reference, { say, signal, credentials }: Work): Promise<void> {
    const { repository, tag, host, whole } = reference;
    say(`Pushing ${whole}`);
    await this.transfer(reference, say, () =>
      this.engine.insist(
        docker =>
          docker
            .getImage(repository)
            .push({ tag, authconfig: credentials(host) ?? { username: '' }, abortSignal: signal }),
        signal,
      ),
    );
  }

  private async pull(reference: Reference, { say, signal, credentials }: Work): Promise<void> {
    const { whole, host } = reference;
    const authconfig = credentials(host);
    say(`Pulling ${whole}`);
    reach('docker.pull.before');
    await this.transfer(reference, say, () =>
      this.engine.insist(
        docker => docker.pull(whole, { ...(authconfig ? { authconfig } : {}), abortSignal: signal }),
        signal,
      ),
    );
  }

  private async transfer(
    reference: Reference,
    say: (line: string) => void,
    begin: () => Promise<NodeJS.ReadableStream>,
  ): Promise<void> {
    try {
      const transfer = new Transfer(say);
      for await (const line of progressLines((await begin()) as AsyncIterable<Buffer>)) {
        throwIfError(line);
        transfer.take(line);
      }
    } catch (error) {
      if ((error as Error).name === 'AbortError') throw error;
      throw transferFault(error, reference);
    }
  }
}

export const throwIfError = ({ error, errorDetail }: ProgressLine): void => {
  if (error !== undefined) throw new Error(errorDetail?.message ?? error);
};
