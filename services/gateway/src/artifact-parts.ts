import type { Provider } from '@nestjs/common';
import { LazyBlobStore } from '@switchyard/blobs';
import type { Bus } from '@switchyard/bus';
import { ReadArtifacts } from './app/artifacts/read-artifacts.js';
import type { GatewayConfig } from './config.js';
import { ArtifactsController } from './in/artifacts/artifacts.controller.js';
import { NatsArtifacts, StoredArtifacts } from './out/nats-artifacts.js';

export const artifactPartsOf = (bus: Bus, { BLOBS_URL }: GatewayConfig) => {
  const blobs = new StoredArtifacts(new LazyBlobStore(BLOBS_URL, { bus }));
  return { blobs, reading: new ReadArtifacts(new NatsArtifacts(bus), blobs) };
};

export const artifactControllers = [ArtifactsController];

export const artifactProviders = ({ reading }: ReturnType<typeof artifactPartsOf>): Provider[] => [
  { provide: ReadArtifacts, useValue: reading },
];
