import type { MountSettings } from 'dockerode';
import type { Grant } from '@switchyard/contracts';
import { Fault, type Millis, sleep } from '@switchyard/kernel';
import type { StepRules } from '../config.js';
import type { Containers } from '../engine/containers.js';
import type { Engine } from '../engine/engine.js';
import { Frames } from '../engine/frames.js';
import type { Images, Work } from '../image/images.js';
import { referenceOf } from '../image/reference.js';
import { serviceOptions } from './container-options.js';
import type { Names } from './names.js';

const lookEveryMs: Millis = 100;
/** Lines of a service that did not become healthy. */
const linesShown = 20;

type Service = NonNullable<Grant['services']>[number];

export interface SideParts {
  engine: Engine;
  containers: Containers;
  images: Images;
  rules: StepRules;
  names: Names;
  grant: Grant;
  mounts: MountSettings[];
  hasInit: boolean;
  ownerLabel: string;
}

/** The services of one step: containers on the step's own network. */
export class SideContainers {
  constructor(private readonly parts: SideParts) {}

  get services(): Service[] {
    return this.parts.grant.services ?? [];
  }

  /**
   * Starts all of them and waits until each is healthy.
   * @throws Fault `service-ended` or `service-unhealthy` with the last lines it printed, or what pulling its image throws
   */
  async begin(work: Work): Promise<void> {
    await Promise.all(this.services.map(service => this.start(service, work)));
    await Promise.all(this.services.map(service => this.healthy(service, work)));
  }

  async remove(): Promise<void> {
    const { containers, names, grant } = this.parts;
    await Promise.all(this.services.map(({ name }) => containers.removeOf(names.service(name), grant.attemptId)));
  }

  private async start(service: Service, work: Work): Promise<void> {
    const { images, containers, names, rules, grant, mounts, hasInit, ownerLabel } = this.parts;
    const image = await images.ensure(referenceOf(service.image), 'missing', work);
    const name = names.service(service.name);
    const options = serviceOptions({
      grant,
      service,
      image,
      rules,
      mounts,
      hasInit,
      network: names.network,
      ownerLabel,
    });
    await containers.create(name, options, work.signal);
    await containers.start(name, work.signal);
    work.say(`Service ${service.name} started`);
  }

  private async healthy(service: Service, { signal, say }: Work): Promise<void> {
    const { containers, names, rules } = this.parts;
    const until = performance.now() + rules.healthMs;
    for (;;) {
      const State = (await containers.inspect(names.service(service.name), signal))?.State;
      if (!State?.Running) throw await this.ended(service, State?.ExitCode);
      if (service.health === undefined) return;
      if (State.Health?.Status === 'healthy') return say(`Service ${service.name} is healthy`);
      if (performance.now() > until)
        throw await this.fault(
          'service-unhealthy',
          service,
          `was not healthy after ${String(rules.healthMs / 1_000)} s`,
        );
      signal.throwIfAborted();
      await sleep(lookEveryMs, signal);
    }
  }

  private ended(service: Service, exitCode: number | undefined): Promise<Fault> {
    return this.fault(
      'service-ended',
      service,
      `ended with exit code ${String(exitCode ?? '?')} before the step began`,
    );
  }

  private async fault(code: string, { name }: Service, what: string): Promise<Fault> {
    const lines = await this.lastLines(name).catch(() => '');
    const message = `service ${name} ${what}${lines === '' ? '' : `; it printed last: ${lines}`}`;
    return new Fault({ code, message: message.slice(0, 1_800), blame: 'user', retry: false });
  }

  private async lastLines(name: string): Promise<string> {
    const { engine, names } = this.parts;
    const options = { follow: false, stdout: true, stderr: true, timestamps: true, tail: linesShown } as const;
    const bytes = await engine.docker.getContainer(names.service(name)).logs(options);
    const messages = [...new Frames().of(bytes as unknown as Buffer)];
    return Buffer.concat(messages.map(one => one.bytes))
      .toString()
      .trim();
  }
}
