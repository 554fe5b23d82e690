import type { Grant, Outcome, ReportReply, SessionId } from '@switchyard/contracts';
import { insist } from '@switchyard/bus';
import { isoTime, type Millis, reach, sleep, waitBefore } from '@switchyard/kernel';
import type { Ending, JournalEntry, RunningAttempt } from './connector.js';
import { endOfLog, LogPump } from './log-pump.js';
import { withGoodOutputs } from './outputs.js';
import type { Platform } from './platform.js';
import type { Masking } from './secrets/masking.js';

/** Without more stored output for this long, what is missing is sent again. */
const resendAfterMs: Millis = 2_000;

export interface RunParts {
  platform: Platform;
  entry: JournalEntry;
  grant: Grant;
  running: RunningAttempt;
  /** What the platform had of its output when this process took it up, without a gap. */
  logStored: number;
  /** What its end is in the light of what it left on this machine. */
  judged?: (ending: Ending) => Promise<Ending>;
  /** What must not leave this machine. */
  masking: Masking;
  /** This process; a restart has another. */
  session: SessionId;
  /** Aborts when the attempt was fenced or this process leaves. */
  signal: AbortSignal;
}

/**
 * Carries one attempt from its start to the moment when the platform has its end and all of its output.
 * @returns how it ended; undefined when it was not ours to the end.
 */
export const carry = async (parts: RunParts): Promise<Ending | undefined> => {
  const { platform, grant, running, masking, signal } = parts;
  let hasEnded = false;
  const pump = new LogPump(
    masking.log(running.log, () => hasEnded),
    (offset, bytes) => platform.keepLog(grant.project, grant.attemptId, offset, bytes),
    signal,
  );
  pump.start(parts.logStored);
  const ended = await running.outcome(signal).catch((error: unknown) => {
    if (signal.aborted) return undefined;
    throw error;
  });
  if (!ended) return undefined;
  const ending = (await parts.judged?.(ended)) ?? ended;
  reach('connector.report.ended');
  hasEnded = true;
  const pumped = pump.finish();
  const logBytes = await endOfLog(
    masking.log(running.log, () => true),
    pump.end,
  );
  const reported = await report(parts, outcomeOf(withGoodOutputs(masking.ending(ending)), logBytes), pump);
  await pumped;
  return reported ? ending : undefined;
};

const outcomeOf = ({ startedAt, finishedAt, ...ending }: Ending, logBytes: number): Outcome => ({
  ...ending,
  startedAt: isoTime(startedAt),
  finishedAt: isoTime(finishedAt),
  logBytes,
});

/** Repeats the report until it is final and the output is whole. False when the attempt belongs to somebody else. */
const report = async (
  { platform, entry, session, signal }: RunParts,
  outcome: Outcome,
  pump: LogPump,
): Promise<boolean> => {
  const { attemptId, nonce } = entry;
  let stored = -1;
  let progressAt = performance.now();
  for (let attempt = 1; !signal.aborted; attempt += 1) {
    const reply: ReportReply = await insist(() => platform.report({ v: 1, attemptId, session, nonce, outcome }), {
      signal,
    });
    reach('connector.report.answered');
    if (reply.result !== 'ok') return false;
    if (reply.logStored >= outcome.logBytes) return true;
    if (reply.logStored > stored) progressAt = performance.now();
    stored = reply.logStored;
    if (performance.now() - progressAt > resendAfterMs) {
      await pump.again(stored);
      progressAt = performance.now();
    }
    await sleep(waitBefore(attempt, { initialMs: 10, factor: 1.6, maxMs: 500 }, Math.random()), signal);
  }
  return false;
};
