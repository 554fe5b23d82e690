import type { Bus } from '@switchyard/bus';
import {
  type AdoptAttempts,
  type AdoptReply,
  type AttemptId,
  type Beat,
  type BeatReply,
  type ClaimAttempt,
  type ClaimReply,
  type KeepArtifact,
  type KeepArtifactReply,
  logHeaders,
  logSubject,
  type ProjectId,
  type PublishPorts,
  type PublishPortsReply,
  type ReportAttempt,
  type ReportReply,
  rpc,
} from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';
import { Platform } from './platform.js';

/** An answer that takes longer than this between two beats may have been lost with its responder. */
const shortestBeatMs: Millis = 1_000;
const longestBeatMs: Millis = 5_000;

export class NatsPlatform extends Platform {
  private readonly beatWithinMs: Millis;

  /** @param beatMs between two beats: a lease must last for several of them, also when one gets no answer. */
  constructor(
    private readonly bus: Bus,
    beatMs: Millis,
  ) {
    super();
    this.beatWithinMs = Math.min(longestBeatMs, Math.max(shortestBeatMs, beatMs));
  }

  claim(message: ClaimAttempt): Promise<ClaimReply> {
    return this.bus.call(rpc.execution.claim, message);
  }

  beat(message: Beat): Promise<BeatReply> {
    return this.bus.call(rpc.execution.beat, message, { timeoutMs: this.beatWithinMs });
  }

  report(message: ReportAttempt): Promise<ReportReply> {
    return this.bus.call(rpc.execution.report, message);
  }

  keepArtifact(message: KeepArtifact): Promise<KeepArtifactReply> {
    return this.bus.call(rpc.execution.keepArtifact, message);
  }

  publishPorts(message: PublishPorts): Promise<PublishPortsReply> {
    return this.bus.call(rpc.execution.publishPorts, message);
  }

  adopt(message: AdoptAttempts): Promise<AdoptReply> {
    return this.bus.call(rpc.execution.adopt, message, { timeoutMs: 15_000 });
  }

  keepLog(project: ProjectId, attemptId: AttemptId, offset: number, bytes: Uint8Array): Promise<void> {
    const headers = { [logHeaders.attempt]: attemptId, [logHeaders.offset]: String(offset) };
    // No message id: a resend of a chunk that the stream took but the store lost must pass the dedupe window.
    return this.bus.keep(logSubject(project, attemptId), bytes, { headers });
  }
}
