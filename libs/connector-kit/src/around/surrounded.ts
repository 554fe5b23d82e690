import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Grant } from '@switchyard/contracts';
import { keepJson, readJson } from '../durable-file.js';
import type { Connector, Ending, Place, RunningAttempt } from '../connector.js';
import { WrappedConnector } from '../wrapped-connector.js';
import type { Around } from './around.js';
import { AroundAttempt } from './around-attempt.js';

/** A connector whose steps have something around them; those that have nothing are as they were. */
export class SurroundedConnector extends WrappedConnector {
  constructor(
    inner: Connector,
    private readonly arounds: readonly Around[],
  ) {
    super(inner);
  }

  override async start(grant: Grant, place: Place): Promise<RunningAttempt> {
    const around = this.of(grant);
    return around.length === 0 ? this.inner.start(grant, place) : this.attempt(grant, place, around);
  }

  override async adopt(grant: Grant, place: Place): Promise<RunningAttempt | undefined> {
    const around = this.of(grant);
    if (around.length === 0) return this.inner.adopt(grant, place);
    // What died before its step started begins again; whatever it did before can be done again.
    return existsSync(begunIn(place)) ? this.attempt(grant, place, around) : undefined;
  }

  private attempt(grant: Grant, place: Place, arounds: readonly Around[]): RunningAttempt {
    const path = endFile(place);
    const notes = { read: () => readJson<Ending>(path), write: (ending: Ending) => keepJson(path, ending) };
    return AroundAttempt.begin({ connector: this.inner, grant, place, arounds, notes, logs: logsIn(place) });
  }

  private of(grant: Grant): Around[] {
    return this.arounds.filter(one => one.concerns(grant));
  }
}

const logsIn = ({ directory }: Place) => ({ before: join(directory, 'before'), after: join(directory, 'after') });
const begunIn = (place: Place): string => logsIn(place).before;
const endFile = ({ directory }: Place): string => join(directory, 'end.json');
