import { constants } from 'node:os';
import type { Ending, Stop } from '@switchyard/connector-kit';
import type { Millis } from '@switchyard/kernel';
import { amountOf } from '../spec.js';
import type { InitRecord } from './record.js';

/** What is known of a container that has ended. */
export interface Facts {
  exitCode: number;
  oomKilled: boolean;
  /** What it may use, as it was told. */
  memory?: number;
  /** What the engine could not do for it. */
  error?: string;
  record?: InitRecord;
  /** Why this connector stopped it. */
  stopped?: Stop;
  startedAt: Millis;
  finishedAt: Millis;
  droppedBytes: number;
  logError?: string;
}

type How = Omit<Ending, 'startedAt' | 'finishedAt' | 'droppedBytes'>;

const nameOf = (number: number): string =>
  Object.entries(constants.signals).find(([, one]) => one === number)?.[0] ?? `signal ${String(number)}`;

const errnoOf = (number: number): string =>
  Object.entries(constants.errno).find(([, one]) => one === number)?.[0] ?? `error ${String(number)}`;

/** What the end of a container means: whose doing it was, and one sentence. */
export const endingOf = (facts: Facts): Ending => {
  const { startedAt, finishedAt, droppedBytes } = facts;
  const how = stoppedBy(facts) ?? ranInto(facts) ?? byItself(facts);
  const reason = how.reason && facts.logError ? `${how.reason}; ${logReason(facts.logError)}` : how.reason;
  return { ...how, ...(reason === undefined ? {} : { reason }), startedAt, finishedAt, droppedBytes };
};

const logReason = (error: string): string =>
  error === 'ENOSPC'
    ? "the disk of the connector's machine is full, so not all of its output could be kept"
    : `not all of its output could be kept (${error})`;

const seconds = ({ startedAt, finishedAt }: Facts) => ((finishedAt - startedAt) / 1_000).toFixed(1);

const byStop = (stop: Stop, facts: Facts): How => {
  switch (stop) {
    case 'cancelled':
      return { kind: 'cancelled', failure: 'cancelled', reason: 'cancelled' };
    case 'timeout':
      return {
        kind: 'timeout',
        failure: 'timeout',
        reason: `stopped after its timeout, ${seconds(facts)} s after it began`,
      };
    case 'fenced':
      return {
        kind: 'fenced',
        failure: 'platform',
        reason: 'stopped itself: its connector was not heard of for too long',
      };
  }
};

/** Its first process knows best why it was stopped; a step that came to its end all the same was not. */
const stoppedBy = (facts: Facts): How | undefined => {
  const { record, stopped } = facts;
  if (record?.stopped === 'fenced' || record?.stopped === 'timeout') return byStop(record.stopped, facts);
  const cameToItsEnd = record?.stopped === undefined && record?.exitCode !== undefined;
  return stopped && !cameToItsEnd ? byStop(stopped, facts) : undefined;
};

/** Ends that are not the command's own. */
const ranInto = (facts: Facts): How | undefined => {
  const { record, oomKilled, memory, error, exitCode } = facts;
  if (record?.failed) return notBegun(record.failed);
  if (oomKilled && exitCode !== 0)
    return {
      ...failed('user', `OOMKilled, limit ${memory === undefined ? 'of the machine' : amountOf(memory)}`),
      exitCode,
    };
  if (error) return failed('platform', `the engine could not run it: ${error}`);
  return record && fromOutside(record);
};

const notBegun = ({ place, errno }: NonNullable<InitRecord['failed']>): How => {
  const why = errnoOf(errno);
  if (place === 'directory') return failed('user', `the working directory cannot be entered (${why})`);
  return failed(place === 'command' ? 'user' : 'platform', `the command could not be started (${why})`);
};

const fromOutside = ({ begun, stopped, exitCode, signal }: InitRecord): How | undefined => {
  if (stopped === 'asked') return failed('platform', 'its container was stopped by somebody else');
  const isSilent = begun && exitCode === undefined && signal === undefined;
  return isSilent
    ? failed('platform', 'its container was killed from outside: by hand, or since the engine was started again')
    : undefined;
};

const failed = (failure: 'user' | 'platform', reason: string): How => ({ kind: 'failed', failure, reason });

/** Without a first process of ours, what died of a signal has 128 and its number for an exit code. */
const byItself = ({ record, exitCode: code }: Facts): How => {
  const number = record ? record.signal : code > 128 && code < 160 ? code - 128 : undefined;
  if (number !== undefined) {
    const signal = nameOf(number);
    return { kind: 'signalled', signal, failure: 'user', reason: `killed by ${signal}` };
  }
  const exitCode = record?.exitCode ?? code;
  if (exitCode === 0) return { kind: 'exited', exitCode };
  return { kind: 'exited', exitCode, failure: 'user', reason: exitReason(exitCode) };
};

/** Exit codes that POSIX gives the shell's own failures (XCU 2.8.2), and the plain ones. */
const exitReason = (code: number): string => {
  if (code === 127) return 'exit code 127: command not found';
  if (code === 126) return 'exit code 126: the command is no program, or may not be run';
  return `exit code ${String(code)}`;
};
