import { join } from 'node:path';
import { type Ending, keepJson, readJson, type Stop } from '@switchyard/connector-kit';
import type { Millis } from '@switchyard/kernel';

export interface NoteOfBegin {
  beganAt: Millis;
  /** The container may have been started: from now on it is looked for, and never made again. */
  starting?: { imageId: string; memory?: number; uses: 'init' | 'nothing' };
  stopped?: Stop;
}

/** What one attempt keeps in its folder, so that a later process goes on where an earlier one died. */
export class Notes {
  constructor(private readonly directory: string) {}

  get begun(): NoteOfBegin | undefined {
    return this.read<NoteOfBegin>('docker.json');
  }

  get ending(): Ending | undefined {
    return this.read<Ending>('docker-end.json');
  }

  /** Durable when it resolves. */
  async begin(note: NoteOfBegin): Promise<void> {
    await keepJson(join(this.directory, 'docker.json'), note);
  }

  /** Durable when it resolves. */
  async end(ending: Ending): Promise<void> {
    await keepJson(join(this.directory, 'docker-end.json'), ending);
  }

  private read<T>(name: string): T | undefined {
    return readJson<T>(join(this.directory, name));
  }
}
