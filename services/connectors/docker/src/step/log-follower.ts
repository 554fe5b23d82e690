import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ContainerInspectInfo } from 'dockerode';
import { type Millis, sleep } from '@switchyard/kernel';
import type { Containers } from '../engine/containers.js';
import { type Engine, isAway, statusOf } from '../engine/engine.js';
import { Frames, type Message } from '../engine/frames.js';
import type { Spool } from './spool.js';

/** After a container's end, how long the rest of its output may keep nobody waiting for more of it. */
const drainMs: Millis = 5_000;
/** Between the end of the output and that of the container, as the engine tells them. */
const settleMs: Millis = 1_000;

export interface Followed {
  engine: Engine;
  containers: Containers;
  name: string;
  spool: Spool;
  /** Where it notes when the output began. */
  directory: string;
}

/**
 * Brings what a container prints into its spool. The engine keeps all of it, so after anything that breaks off it is
 * read again from the start, and what the spool has is passed over: no byte is lost or doubled. Only what the engine
 * itself has let go of, past 256 MB of it, is told apart by its time. A container that has ended is always read once
 * more: whoever follows one to its end may miss what it printed last, as some engines notice the end first.
 */
export class LogFollower {
  private lastAt: string | undefined;
  private readonly beganIn: string;

  constructor(private readonly parts: Followed) {
    this.beganIn = join(parts.directory, 'log-began');
  }

  /** Resolves when the container has ended and its output is in the spool; with undefined when it is gone. */
  async follow(): Promise<ContainerInspectInfo | undefined> {
    const { containers, name } = this.parts;
    const over = new AbortController();
    const ended = containers.ended(name, over.signal).catch(() => undefined);
    try {
      for (;;) {
        await this.pass(ended);
        await Promise.race([ended, sleep(settleMs, over.signal)]);
        const info = await containers.inspect(name);
        if (!info) return undefined;
        if (!isRunning(info) && (await this.pass(Promise.resolve()))) return info;
      }
    } finally {
      over.abort();
    }
  }

  /** Reads the output once from its start to where it ends. @returns whether nothing broke off */
  private async pass(ended: Promise<unknown>): Promise<boolean> {
    const { engine, name } = this.parts;
    const late = new AbortController();
    let idle: NodeJS.Timeout | undefined;
    void ended.then(() => (idle = setTimeout(() => late.abort(), drainMs).unref()));
    try {
      const options = { follow: true, stdout: true, stderr: true, timestamps: true } as const;
      const stream = await engine.insist(docker =>
        docker.getContainer(name).logs({ ...options, abortSignal: late.signal }),
      );
      const take = this.taker();
      const frames = new Frames();
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        for (const message of frames.of(chunk)) take(message);
        idle?.refresh();
      }
      return true;
    } catch (error) {
      if (statusOf(error) === 404) return true;
      if (isAway(error) || late.signal.aborted) return false;
      throw error;
    } finally {
      late.abort();
      clearTimeout(idle);
    }
  }

  /** Passes over what the spool has. */
  private taker(): (message: Message) => void {
    const { spool } = this.parts;
    let skip = spool.total;
    let after: string | undefined;
    let isFirst = true;
    return ({ at, bytes }) => {
      if (isFirst && !this.isTheBeginning(at)) [skip, after] = [0, this.knownUntil];
      isFirst = false;
      if (after !== undefined && at <= after) return;
      const passed = Math.min(skip, bytes.length);
      skip -= passed;
      if (passed < bytes.length) spool.write(bytes.subarray(passed));
      this.lastAt = at;
    };
  }

  /** False when the engine has let go of what came first. */
  private isTheBeginning(at: string): boolean {
    if (existsSync(this.beganIn)) return readFileSync(this.beganIn, 'utf8') === at;
    writeFileSync(this.beganIn, at, { mode: 0o600 });
    return true;
  }

  private get knownUntil(): string {
    const { directory } = this.parts;
    const times = ['log', 'tail'].map(name => statSync(join(directory, name), { throwIfNoEntry: false })?.mtimeMs ?? 0);
    return this.lastAt ?? new Date(Math.max(...times)).toISOString();
  }
}

const isRunning = ({ State }: ContainerInspectInfo): boolean => State.Running || State.Restarting || State.Paused;
