import type { BlobStore } from '@switchyard/blobs';
import type { Bus } from '@switchyard/bus';
import { type ArtifactFacts, type ExecutionId, type ListArtifactsReply, rpc } from '@switchyard/contracts';
import { ArtifactBlobs, ArtifactIndex } from '../app/artifacts/ports.js';
import { patience } from './patience.js';

export class NatsArtifacts extends ArtifactIndex {
  constructor(private readonly bus: Bus) {
    super();
  }

  async of(executionId: ExecutionId): Promise<ArtifactFacts[]> {
    const query = { v: 1, executionId };
    return (await this.bus.call<ListArtifactsReply>(rpc.execution.artifacts, query, patience)).artifacts;
  }
}

export class StoredArtifacts extends ArtifactBlobs {
  constructor(private readonly blobs: BlobStore) {
    super();
  }

  async read(key: string, range?: { from: number; to: number }): Promise<AsyncIterable<Uint8Array> | undefined> {
    return (await this.blobs.get(key, range))?.body;
  }
}
