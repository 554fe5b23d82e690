import type { BlobStore } from '@switchyard/blobs';
import { ArtifactFiles } from '../app/artifacts/ports.js';

export class BlobArtifactFiles extends ArtifactFiles {
  constructor(private readonly blobs: BlobStore) {
    super();
  }

  async remove(key: string): Promise<void> {
    await Promise.all(['files', 'list', 'report'].map(part => this.blobs.remove(`${key}/${part}`)));
  }
}
