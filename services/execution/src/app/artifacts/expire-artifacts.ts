import { Clock, reach } from '@switchyard/kernel';
import { ArtifactFiles, Artifacts } from './ports.js';

const page = 100;

/** Removes what has expired: the files, and then the note of them, so that a crash in between loses track of nothing. */
export class ExpireArtifacts {
  constructor(
    private readonly artifacts: Artifacts,
    private readonly files: ArtifactFiles,
    private readonly clock: Clock,
  ) {}

  /** @returns how many were removed */
  async run(signal: AbortSignal): Promise<number> {
    let removed = 0;
    for (let due = await this.due(); due.length > 0 && !signal.aborted; due = await this.due()) {
      for (const one of due) {
        await this.files.remove(one.key);
        reach('execution.expire.afterFiles');
        await this.artifacts.forget(one, this.clock.now());
        removed += 1;
      }
    }
    return removed;
  }

  private due() {
    return this.artifacts.expired(this.clock.now(), page);
  }
}
