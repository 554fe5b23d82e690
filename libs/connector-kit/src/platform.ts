import type {
  AdoptAttempts,
  AdoptReply,
  AttemptId,
  Beat,
  BeatReply,
  ClaimAttempt,
  ClaimReply,
  KeepArtifact,
  KeepArtifactReply,
  ProjectId,
  PublishPorts,
  PublishPortsReply,
  ReportAttempt,
  ReportReply,
} from '@switchyard/contracts';

/** The execution service, as a connector knows it. Every command may be repeated. */
export abstract class Platform {
  abstract claim(message: ClaimAttempt): Promise<ClaimReply>;
  abstract beat(message: Beat): Promise<BeatReply>;
  abstract report(message: ReportAttempt): Promise<ReportReply>;
  abstract keepArtifact(message: KeepArtifact): Promise<KeepArtifactReply>;
  abstract publishPorts(message: PublishPorts): Promise<PublishPortsReply>;
  abstract adopt(message: AdoptAttempts): Promise<AdoptReply>;
  /** Resolves when the stream has the bytes. */
  abstract keepLog(project: ProjectId, attemptId: AttemptId, offset: number, bytes: Uint8Array): Promise<void>;
}
