import { type ExecutionId, partsOfAttempt } from '@switchyard/contracts';
import { isSortableId } from '@switchyard/kernel';

/** What a blob was put for, as its key tells. */
export type BlobOwner =
  | { kind: 'artifact'; executionId: ExecutionId; /** As it is named in the index. */ artifact: string }
  | { kind: 'workspace'; executionId: ExecutionId };

const artifact = /^([^/]+\/artifacts\/([^/]+)\/[0-9a-f]{32})\/(?:files|list|report)$/;
const workspace = /^[^/]+\/workspaces\/([^/]+)\/(?:deltas|packs)\/[^/]+$/;

/** Undefined for what nobody puts for an execution: caches tell of themselves, and all else is somebody else's. */
export const blobOwnerOf = (key: string): BlobOwner | undefined => {
  const [, folder, attemptId = ''] = artifact.exec(key) ?? [];
  const attempt = partsOfAttempt(attemptId);
  if (folder && attempt) return { kind: 'artifact', executionId: attempt.executionId, artifact: folder };
  const [, executionId] = workspace.exec(key) ?? [];
  if (!executionId || !isSortableId(executionId)) return undefined;
  return { kind: 'workspace', executionId: executionId as ExecutionId };
};
