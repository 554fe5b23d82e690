import type {
  ArtifactAnswer,
  ArtifactFile,
  ExecutionId,
  ListArtifactsAnswer,
  ReportsAnswer,
} from '@switchyard/contracts';
import { queryOf, type Requests } from './requests.js';

/** Artifacts of executions. Every method throws {@link YardError}. */
export class ArtifactRequests {
  constructor(private readonly requests: Requests) {}

  list(id: ExecutionId): Promise<ListArtifactsAnswer> {
    return this.requests.json(pathOf(id, 'artifacts'));
  }

  /** A page of the files of one: by its id, or by its name where that says which. */
  get(id: ExecutionId, artifact: string, after = 0, limit = 1_000): Promise<ArtifactAnswer> {
    return this.requests.json(`${pathOf(id, 'artifacts', artifact)}${queryOf({ after, limit })}`);
  }

  /** All files of one. */
  async *files(id: ExecutionId, artifact: string): AsyncGenerator<ArtifactFile> {
    for (let after: number | undefined = 0; after !== undefined;) {
      const page: ArtifactAnswer = await this.get(id, artifact, after, 10_000);
      yield* page.entries;
      after = page.next;
    }
  }

  /** The bytes of one file, as they come. */
  async content(id: ExecutionId, artifact: string, path: string): Promise<ReadableStream<Uint8Array>> {
    const { body } = await this.requests.send(pathOf(id, 'artifacts', artifact, 'files', ...path.split('/')));
    return body ?? new ReadableStream({ start: controller => controller.close() });
  }

  /** All of it as a ZIP, as it comes. */
  async archive(id: ExecutionId, artifact: string): Promise<ReadableStream<Uint8Array>> {
    const { body } = await this.requests.send(pathOf(id, 'artifacts', artifact, 'archive'));
    return body ?? new ReadableStream({ start: controller => controller.close() });
  }

  reports(id: ExecutionId): Promise<ReportsAnswer> {
    return this.requests.json(pathOf(id, 'reports'));
  }
}

const pathOf = (id: ExecutionId, ...parts: string[]): string =>
  `/api/ci/executions/${[id, ...parts].map(encodeURIComponent).join('/')}`;
