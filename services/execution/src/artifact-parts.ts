import type { BlobStore } from '@switchyard/blobs';
import type { Clock } from '@switchyard/kernel';
import type { Store } from '@switchyard/store';
import { ExpireArtifacts } from './app/artifacts/expire-artifacts.js';
import { KeepArtifact } from './app/artifacts/keep-artifact.js';
import { ListArtifacts } from './app/artifacts/list-artifacts.js';
import type { ExecutionWriter } from './app/execution-writer.js';
import type { ExecutionConfig } from './config.js';
import { ArtifactResponder } from './in/artifact.responder.js';
import { BlobArtifactFiles } from './out/blob-artifact-files.js';
import { MongoArtifacts } from './out/mongo-artifacts.js';

const dayMs = 86_400_000;

/** What keeps, lists and removes artifacts, wired. */
export const artifactPartsOf = (
  connection: Store['connection'],
  clock: Clock,
  { writer, blobs }: { writer: ExecutionWriter; blobs: BlobStore },
  { ARTIFACTS_KEPT_DAYS }: ExecutionConfig,
) => {
  const artifacts = new MongoArtifacts(connection);
  return {
    index: artifacts,
    keep: new KeepArtifact(writer, artifacts, clock, ARTIFACTS_KEPT_DAYS * dayMs),
    list: new ListArtifacts(artifacts, clock),
    expire: new ExpireArtifacts(artifacts, new BlobArtifactFiles(blobs), clock),
  };
};

export const artifactControllers = [ArtifactResponder];

export const artifactProviders = ({ keep, list }: ReturnType<typeof artifactPartsOf>) => [
  { provide: KeepArtifact, useValue: keep },
  { provide: ListArtifacts, useValue: list },
];
