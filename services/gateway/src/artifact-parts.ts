import type { Provider } from '@nestjs/common';
import type { BlobStore } from '@switchyard/blobs';
import type { Bus } from '@switchyard/bus';
import { ReadArtifacts } from './app/artifacts/read-artifacts.js';
import { ArtifactsController } from './in/artifacts/artifacts.controller.js';
import { NatsArtifacts, StoredArtifacts } from './out/nats-artifacts.js';

export const artifactPartsOf = (bus: Bus, blobs: BlobStore) => ({
  reading: new ReadArtifacts(new NatsArtifacts(bus), new StoredArtifacts(blobs)),
});

export const artifactControllers = [ArtifactsController];

export const artifactProviders = ({ reading }: ReturnType<typeof artifactPartsOf>): Provider[] => [
  { provide: ReadArtifacts, useValue: reading },
];
