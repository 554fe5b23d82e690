import { closeSync, openSync, utimesSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MountSettings } from 'dockerode';
import { makeOutputFile, type Place } from '@switchyard/connector-kit';
import type { Names } from '../step/names.js';

/** Where things lie in a step's container. */
export const inside = {
  workspace: '/workspace',
  init: '/.yard/init',
  record: '/.yard/record',
  outputs: '/.yard/outputs',
  lease: '/.yard/box/lease',
  script: '/.yard/box/script',
} as const;

/** What a step's container shares with its connector. */
export interface Shared {
  place: Place;
  names: Names;
  /** Absent where none could be compiled for the engine. */
  init?: string;
}

/** The files of one attempt on this machine. */
export class Box {
  readonly directory: string;
  readonly record: string;
  readonly lease: string;

  constructor(readonly shared: Shared) {
    this.directory = join(shared.place.directory, 'box');
    this.record = join(shared.place.directory, 'record');
    this.lease = join(this.directory, 'lease');
  }

  /** Makes what is not there. The record stays as it is: the step may have begun. */
  async make(script: string | undefined): Promise<void> {
    await mkdir(this.directory, { recursive: true, mode: 0o755 });
    for (const [path, mode] of [
      [this.record, 0o666],
      [this.lease, 0o644],
      [await makeOutputFile(this.shared.place.directory), 0o666],
    ] as const) {
      closeSync(openSync(path, 'a'));
      // Whoever the step runs as; nobody else gets into the folder that holds it.
      await chmod(path, mode);
    }
    if (script === undefined) return;
    await writeFile(join(this.directory, 'script'), script);
    await chmod(join(this.directory, 'script'), 0o755);
  }

  /** Moves the time that the step's first process looks at. */
  async feed(): Promise<void> {
    const now = new Date();
    utimesSync(this.lease, now, now);
  }

  /** Brings files into the container that was made, where they are not mounted. */
  async deliver(): Promise<void> {}

  /** Brings back what the container left, where it is not mounted. */
  async collect(): Promise<void> {}

  /** Takes away what it needed on the engine. */
  async remove(): Promise<void> {}

  async recordText(): Promise<string> {
    return readFile(this.record, 'utf8').catch(() => '');
  }

  /** Folders and files of this machine, as they are seen in the container. */
  get mounts(): MountSettings[] {
    const { place, init } = this.shared;
    const bind = (Source: string, Target: string, ReadOnly: boolean): MountSettings => ({
      Type: 'bind',
      Source,
      Target,
      ReadOnly,
    });
    return [
      bind(place.workspace, inside.workspace, false),
      bind(join(place.directory, 'outputs'), inside.outputs, false),
      ...(init === undefined ? [] : [bind(this.record, inside.record, false)]),
      ...this.sideMounts,
    ];
  }

  /** Those that services have as well. */
  get sideMounts(): MountSettings[] {
    const { init } = this.shared;
    const bind = (Source: string, Target: string): MountSettings => ({ Type: 'bind', Source, Target, ReadOnly: true });
    return [bind(this.directory, '/.yard/box'), ...(init === undefined ? [] : [bind(init, inside.init)])];
  }
}
