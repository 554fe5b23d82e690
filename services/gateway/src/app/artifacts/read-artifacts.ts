import type { ArtifactFacts, ExecutionId, KeptReport } from '@switchyard/contracts';
import { checked, damaged } from './checked.js';
import { type ListedFile, listOfFiles } from '../../domain/artifacts/list-of-files.js';
import { ArtifactBlobs, ArtifactIndex } from './ports.js';

/** Lists in memory: who downloads a site asks for its files one after the other. */
const mostLists = 4;
/** Bytes of a list or of a report. */
const mostText = 67_108_864;

/** Artifacts with what they hold. */
export class ReadArtifacts {
  private readonly lists = new Map<string, Promise<ListedFile[]>>();

  constructor(
    private readonly index: ArtifactIndex,
    private readonly blobs: ArtifactBlobs,
  ) {}

  of(executionId: ExecutionId): Promise<ArtifactFacts[]> {
    return this.index.of(executionId);
  }

  /** @throws Fault `artifact-damaged` where what was kept is there no more */
  files(artifact: ArtifactFacts): Promise<ListedFile[]> {
    const place = `${artifact.key} ${artifact.keptAt}`;
    const known = this.lists.get(place) ?? this.read(artifact);
    this.lists.delete(place);
    this.lists.set(place, known);
    known.catch(() => this.lists.delete(place));
    const [oldest] = this.lists.keys();
    if (this.lists.size > mostLists && oldest !== undefined) this.lists.delete(oldest);
    return known;
  }

  /** What the step said; undefined for an artifact that is no report. */
  async report(artifact: ArtifactFacts): Promise<KeptReport | undefined> {
    if (!artifact.report) return undefined;
    return JSON.parse(await this.text(`${artifact.key}/report`)) as KeptReport;
  }

  /** The bytes of one file: whole, and then checked, or from `start` to before `end`. */
  async content(
    { key }: ArtifactFacts,
    file: ListedFile,
    range?: { start: number; end: number },
  ): Promise<AsyncIterable<Uint8Array>> {
    const { start, end } = range ?? { start: 0, end: file.bytes };
    if (start === end) return checked(nothing(), file);
    const body = await this.blobs.read(`${key}/files`, { from: file.offset + start, to: file.offset + end });
    if (!body) throw damaged(file.path);
    return range ? body : checked(body, file);
  }

  /** All of it, as it was packed. */
  async archive({ key, name }: ArtifactFacts): Promise<AsyncIterable<Uint8Array>> {
    const body = await this.blobs.read(`${key}/files`);
    if (!body) throw damaged(name);
    return body;
  }

  private async read({ key, name }: ArtifactFacts): Promise<ListedFile[]> {
    const list = listOfFiles(await this.text(`${key}/list`));
    if (!list) throw damaged(`the list of ${name}`);
    return list;
  }

  private async text(key: string): Promise<string> {
    const pieces: Uint8Array[] = [];
    let bytes = 0;
    for await (const piece of (await this.blobs.read(key)) ?? nothing()) {
      bytes += piece.length;
      if (bytes > mostText) throw damaged(key);
      pieces.push(piece);
    }
    if (bytes === 0) throw damaged(key);
    return Buffer.concat(pieces).toString();
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
