/** What the first process of a container says of it: see `init.c`. */
export interface InitRecord {
  begun: boolean;
  /** Errors that kept the step from starting; the number is the system's own. */
  failed?: { place: string; errno: number };
  stopped?: 'fenced' | 'timeout' | 'asked';
  exitCode?: number;
  signal?: number;
}

export const readRecord = (text: string): InitRecord => {
  const record: InitRecord = { begun: false };
  for (const line of text.split('\n')) {
    const [word, first = '', second = ''] = line.split(' ');
    if (word === 'begun') record.begun = true;
    else if (word === 'failed') record.failed = { place: first, errno: Number(second) };
    else if (word === 'stopped' && isStop(first)) record.stopped = first;
    else if (word === 'exited') record.exitCode = Number(first);
    else if (word === 'signalled') record.signal = Number(first);
  }
  return record;
};

const isStop = (word: string): word is NonNullable<InitRecord['stopped']> =>
  word === 'fenced' || word === 'timeout' || word === 'asked';
