import type { Container, ContainerCreateOptions, ContainerInspectInfo } from 'dockerode';
import { Fault, reasonOf } from '@switchyard/kernel';
import { diskFull } from './disk-full.js';
import { labels } from '../step/names.js';
import { type Engine, statusOf } from './engine.js';

const gone = (error: unknown): boolean => statusOf(error) === 404;
/** Already so, or on its way. */
const settled = (error: unknown): boolean => [304, 404, 409].includes(statusOf(error) ?? 0);

const unless =
  (isFine: (error: unknown) => boolean) =>
  (error: unknown): undefined => {
    if (isFine(error)) return undefined;
    throw error;
  };

/** The containers of an engine by their names. Every call waits for an engine that is away. */
export class Containers {
  constructor(private readonly engine: Engine) {}

  async inspect(name: string, signal?: AbortSignal): Promise<ContainerInspectInfo | undefined> {
    return this.engine.insist(docker => docker.getContainer(name).inspect(), signal).catch(unless(gone));
  }

  /**
   * Makes it; one of the same attempt that is there already gives way.
   * @throws Fault `name-taken`, or `container-refused` with the engine's own words
   */
  async create(name: string, options: ContainerCreateOptions, signal: AbortSignal): Promise<Container> {
    for (let tries = 0; ; tries += 1)
      try {
        return await this.engine.insist(docker => docker.createContainer({ name, ...options }), signal);
      } catch (error) {
        if (statusOf(error) === 409 && tries < 5) await this.giveWay(name, options.Labels?.[labels.attempt], error);
        else throw signal.aborted ? error : refusal(error);
      }
  }

  /** Harmless when it runs. */
  async start(name: string, signal?: AbortSignal): Promise<void> {
    await this.engine
      .insist(docker => docker.getContainer(name).start(), signal)
      .catch(unless(error => statusOf(error) === 304))
      .catch((error: unknown) => {
        throw statusOf(error) === undefined ? error : refusal(error);
      });
  }

  /** SIGTERM, and SIGKILL that many seconds later. Harmless when it has ended or is gone. */
  async stop(name: string, seconds: number): Promise<void> {
    await this.engine.insist(docker => docker.getContainer(name).stop({ t: seconds })).catch(unless(settled));
  }

  async kill(name: string): Promise<void> {
    await this.engine.insist(docker => docker.getContainer(name).kill()).catch(unless(settled));
  }

  /** Resolves when it has ended, also when it is gone. */
  async ended(name: string, signal?: AbortSignal): Promise<void> {
    await this.engine
      .insist(docker => docker.getContainer(name).wait({ ...(signal ? { abortSignal: signal } : {}) }), signal)
      .catch(unless(gone));
  }

  /** With the volumes it brought along. Harmless when it is gone. */
  async remove(name: string): Promise<void> {
    await this.engine
      .insist(docker => docker.getContainer(name).remove({ force: true, v: true }))
      .catch(unless(settled));
  }

  /** Only where it is that attempt's. */
  async removeOf(name: string, attemptId: string): Promise<void> {
    const found = await this.inspect(name);
    if (found?.Config.Labels[labels.attempt] === attemptId) await this.remove(name);
  }

  private async giveWay(name: string, attemptId: string | undefined, error: unknown): Promise<void> {
    const found = await this.inspect(name);
    if (found && found.Config.Labels[labels.attempt] !== attemptId)
      throw new Fault({
        code: 'name-taken',
        message: `somebody else has a container called ${name}`,
        blame: 'platform',
        retry: true,
        suggestions: ['remove or rename it'],
        cause: error,
      });
    await this.remove(name);
  }
}

/** What the engine would not do: what the step asked for, or its own trouble. */
const refusal = (error: unknown): Fault => {
  const full = diskFull(error);
  if (full) return full;
  const isOurs = (statusOf(error) ?? 500) >= 500;
  // A program that is not there is told when the container starts, as a failure of the engine.
  const isMissing = /executable file not found|no such file or directory/i.test(reasonOf(error));
  const message = `the engine refuses the container: ${reasonOf(error)}`.slice(0, 1_500);
  return new Fault({
    code: 'container-refused',
    message,
    blame: isOurs && !isMissing ? 'platform' : 'user',
    retry: isOurs,
    cause: error,
  });
};
