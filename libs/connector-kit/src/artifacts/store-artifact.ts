import { createHash } from 'node:crypto';
import type { BlobStore, FoundFile } from '@switchyard/blobs';
import type { ArtifactMark, ArtifactPlan, Grant, KeptReport } from '@switchyard/contracts';
import { Fault, type Millis, reach, reasonOf, sized, sleep, waitBefore } from '@switchyard/kernel';
import { readReport, totalsOf } from '@switchyard/reports';
import type { Surrounding } from '../around/around.js';
import { bytesOf, PackedFiles } from './packed-files.js';

/** A store that is away is asked this often before the step fails by it. */
const tries = 5;
const between = { initialMs: 200, factor: 3, maxMs: 10_000 };
/** Between two lines that say how far it is. */
const progressMs: Millis = 5_000;

/** Puts what an artifact consists of into the blob store: its files as a tar, the list of them, what its report says. */
export class StoreArtifact {
  constructor(
    private readonly blobs: BlobStore,
    private readonly about: Surrounding,
    private readonly plan: ArtifactPlan,
  ) {}

  /** @throws Fault by which the step fails */
  async run(files: readonly FoundFile[]): Promise<{ mark: ArtifactMark; report?: KeptReport }> {
    const { about, plan } = this;
    const key = keyOf(about.grant, plan.name);
    const report = plan.report && (await this.reportOf(plan.report, files));
    const list = await this.insisted(() => this.storeFiles(`${key}/files`, files));
    reach('connector.artifact.afterFiles');
    await this.insisted(() => this.storeJson(`${key}/list`, { v: 1, files: list }));
    if (report) await this.insisted(() => this.storeJson(`${key}/report`, report));
    reach('connector.artifact.beforeTell');
    const mark: ArtifactMark = {
      name: plan.name,
      files: list.length,
      bytes: list.reduce((sum, { bytes }) => sum + bytes, 0),
      key,
      ...(plan.expiresSeconds === undefined ? {} : { expiresSeconds: plan.expiresSeconds }),
      ...(report ? { report: totalsOf(report) } : {}),
    };
    return { mark, ...(report ? { report } : {}) };
  }

  private reportOf(kind: NonNullable<ArtifactPlan['report']>, files: readonly FoundFile[]): Promise<KeptReport> {
    const { workspace } = this.about.place;
    return readReport(
      kind,
      files.map(file => ({ path: file.path, body: bytesOf(workspace, file) })),
    );
  }

  private async storeFiles(key: string, files: readonly FoundFile[]) {
    const { place, signal } = this.about;
    const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
    let saidAt = performance.now();
    const packed = new PackedFiles(place.workspace, files, bytes => {
      if (performance.now() - saidAt < progressMs) return;
      saidAt = performance.now();
      this.about.say(`${this.plan.name}: ${sized(Math.min(bytes, total))} of ${sized(total)}`);
    });
    const { sha256 } = await this.blobs.put(key, packed.archive(), { signal });
    if (sha256 !== packed.sha256) throw damaged(key);
    return packed.list;
  }

  private async storeJson(key: string, value: unknown): Promise<void> {
    const bytes = Buffer.from(JSON.stringify(value));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await this.blobs.put(key, pieces(bytes), { sha256, signal: this.about.signal });
  }

  /** A store may be away for a moment, and a cable may turn a bit. */
  private async insisted<Result>(work: () => Promise<Result>): Promise<Result> {
    const { signal } = this.about;
    for (let attempt = 1; ; attempt += 1)
      try {
        return await work();
      } catch (error) {
        signal.throwIfAborted();
        const mayHeal = error instanceof Fault && (error.retry || error.code === 'blob-damaged');
        if (!mayHeal || attempt === tries) throw notKept(this.plan.name, error);
        await sleep(waitBefore(attempt, between, Math.random()), signal);
      }
  }
}

/** The store asks for it piece by piece. */
async function* pieces(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += 262_144) yield bytes.subarray(from, from + 262_144);
}

const keyOf = ({ project, attemptId }: Grant, name: string): string =>
  `${project}/artifacts/${attemptId}/${createHash('sha256').update(name).digest('hex').slice(0, 32)}`;

const damaged = (key: string): Fault =>
  new Fault({
    code: 'blob-damaged',
    message: `the blob store has something else than was sent for ${key}`,
    blame: 'platform',
    retry: true,
  });

/** Whose doing it was stays: a file that cannot be read is the step's, a full store the platform's. */
const notKept = (name: string, cause: unknown): Fault => {
  const known = cause instanceof Fault ? cause : undefined;
  return new Fault({
    code: 'artifact-not-kept',
    message: `artifact ${name} could not be kept: ${reasonOf(cause)}`,
    blame: known?.blame ?? 'platform',
    retry: false,
    suggestions: [...(known?.suggestions ?? [])],
    cause,
  });
};
