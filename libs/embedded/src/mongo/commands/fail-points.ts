import { asDoc, asNumber, asText, type Doc } from '../values/document.js';

/** What a fail point does to a command. */
export interface Sabotage {
  /** Answered instead of running the command. */
  reply?: Doc;
  /** Added to the answer of the command. */
  addition?: Doc;
  closeConnection: boolean;
  delayMs: number;
}

const labelled = (data: Doc): Doc => ({
  ...(Array.isArray(data['errorLabels']) ? { errorLabels: data['errorLabels'] } : {}),
});

const sabotage = (data: Doc): Sabotage => {
  const code = data['errorCode'];
  const writeConcernError = data['writeConcernError'];
  const extra = asDoc(data['errorExtraInfo']);
  return {
    ...(code === undefined
      ? {}
      : { reply: { ok: 0, code, errmsg: 'Failing command via failCommand failpoint', ...extra, ...labelled(data) } }),
    ...(writeConcernError === undefined ? {} : { addition: { writeConcernError, ...labelled(data) } }),
    closeConnection: data['closeConnection'] === true,
    delayMs: data['blockConnection'] === true ? asNumber(data['blockTimeMS'] ?? 0) : 0,
  };
};

/** MongoDB's `failCommand` for tests: makes named commands fail a number of times. */
export class FailPoints {
  private data: Doc | undefined;
  private left = 0;

  /** `enabled` is false outside tests: then nothing can be configured. */
  constructor(readonly enabled: boolean) {}

  configure(body: Doc): Doc {
    const mode = body['mode'];
    this.left = mode === 'alwaysOn' ? Infinity : asNumber(asDoc(mode)['times'] ?? 0);
    this.data = mode === 'off' ? undefined : asDoc(body['data']);
    return { count: 0 };
  }

  /** What to do to a command; undefined when it may run as ever. */
  strike(command: string): Sabotage | undefined {
    const names = this.data?.['failCommands'];
    if (!this.data || this.left <= 0 || !Array.isArray(names) || !names.map(asText).includes(command)) return undefined;
    this.left -= 1;
    return sabotage(this.data);
  }
}
