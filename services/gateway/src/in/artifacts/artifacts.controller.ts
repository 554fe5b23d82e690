import { Readable } from 'node:stream';
import { Controller, Get, Headers, Param, Query, Req, Res } from '@nestjs/common';
import {
  type ArtifactAnswer,
  type ArtifactFacts,
  ArtifactFileQuery,
  ArtifactFilesQuery,
  ArtifactParams,
  type ExecutionId,
  ExecutionParams,
  type ListArtifactsAnswer,
  type ReportsAnswer,
} from '@switchyard/contracts';
import { HttpFault, notFound } from '@switchyard/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ReadArtifacts } from '../../app/artifacts/read-artifacts.js';
import { attachment, contentTypeOf, fileNameOf } from '../../domain/artifacts/content-type.js';
import type { ListedFile } from '../../domain/artifacts/list-of-files.js';
import { rangeOf } from '../../domain/log-part.js';
import { Needs } from '../access/needs.js';
import { artifactNamed, shownArtifact } from './artifact-named.js';
import { told } from './told.js';
import { zipOf } from './zip-of.js';

/** Files that steps left, and what the reports among them say. */
@Controller('/api/ci/executions')
export class ArtifactsController {
  constructor(private readonly artifacts: ReadArtifacts) {}

  /** What was kept of an execution and has not expired, oldest first. */
  @Needs('executions.read')
  @Get('/:id/artifacts')
  async list(@Param() { id }: ExecutionParams): Promise<ListArtifactsAnswer> {
    return { artifacts: (await this.artifacts.of(id)).map(shownArtifact) };
  }

  /** Tests, findings and coverage, as the steps of an execution reported them. */
  @Needs('executions.read')
  @Get('/:id/reports')
  async reports(@Param() { id }: ExecutionParams): Promise<ReportsAnswer> {
    const found = (await this.artifacts.of(id)).filter(one => one.report !== undefined);
    const read = await Promise.all(found.map(async one => ({ one, report: await told(this.artifacts.report(one)) })));
    const reports = read.flatMap(({ one: { id: artifact, name, stepId, attemptId, keptAt }, report }) =>
      report ? [{ artifact, name, stepId, attemptId, keptAt, ...report }] : [],
    );
    return { reports };
  }

  /** One artifact with its files, by page. */
  @Needs('executions.read')
  @Get('/:id/artifacts/:artifact')
  async get(
    @Param() { id, artifact }: ArtifactParams,
    @Query() { after, limit }: ArtifactFilesQuery,
  ): Promise<ArtifactAnswer> {
    const { facts, files } = await this.found(id, artifact);
    const entries = files.slice(after, after + limit).map(({ offset: _, ...file }) => file);
    const next = after + limit < files.length ? { next: after + limit } : {};
    return { ...shownArtifact(facts), entries, ...next };
  }

  /** The whole artifact as a ZIP. */
  @Needs('executions.read')
  @Get('/:id/artifacts/:artifact/archive')
  async archive(@Param() { id, artifact }: ArtifactParams, @Res() reply: FastifyReply): Promise<void> {
    const { facts, files } = await this.found(id, artifact);
    const archive = await told(this.artifacts.archive(facts));
    void reply
      .header('content-disposition', attachment(`${fileNameOf(facts.name)}.zip`))
      .header('x-content-type-options', 'nosniff')
      .type('application/zip')
      .send(zipOf(archive, files, new Date(facts.keptAt)));
  }

  /** One file, or the bytes of it that the header Range asks for. */
  @Needs('executions.read')
  @Get('/:id/artifacts/:artifact/files/*')
  async file(
    @Param('id') id: ExecutionId,
    @Param('artifact') artifact: string,
    @Query() { download }: ArtifactFileQuery,
    @Headers('range') range: string | undefined,
    @Headers('if-none-match') known: string | undefined,
    @Req() request: FastifyRequest<{ Params: Record<string, string> }>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { facts, files } = await this.found(id, artifact);
    const path = request.params['*'] ?? '';
    const file = files.find(one => one.path === path);
    if (!file) throw unknownFile(facts, path);
    void reply.header('etag', `"${file.sha256}"`).header('accept-ranges', 'bytes');
    void reply.header('x-content-type-options', 'nosniff').header('content-security-policy', 'sandbox');
    if (known !== undefined && known.includes(`"${file.sha256}"`)) return void reply.status(304).send();
    if (download !== 'false') void reply.header('content-disposition', attachment(path.split('/').at(-1) ?? path));
    const part = partOf(file, range, reply);
    const body = await told(this.artifacts.content(facts, file, part).then(begun));
    void reply.header('content-length', part ? part.end - part.start : file.bytes).type(contentTypeOf(path));
    void reply.send(Readable.from(body, { objectMode: false, highWaterMark: 1_048_576 }));
  }

  private async found(id: ExecutionId, word: string): Promise<{ facts: ArtifactFacts; files: ListedFile[] }> {
    const facts = artifactNamed(await this.artifacts.of(id), id, word);
    return { facts, files: await told(this.artifacts.files(facts)) };
  }
}

/** With its first piece in hand: what is wrong from the start is told as any other error. */
const begun = async (body: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> => {
  const pieces = body[Symbol.asyncIterator]();
  const first = await pieces.next();
  return (async function* () {
    try {
      for (let next = first; !next.done; next = await pieces.next()) yield next.value;
    } finally {
      await pieces.return?.();
    }
  })();
};

/** Sets the status of a partial answer too. */
const partOf = (
  { bytes }: ListedFile,
  range: string | undefined,
  reply: FastifyReply,
): { start: number; end: number } | undefined => {
  const part = rangeOf(range, bytes);
  if (part === undefined) return undefined;
  if (part === 'beyond') {
    void reply.header('content-range', `bytes */${bytes}`);
    throw beyond(bytes);
  }
  const end = Math.min(part.end ?? bytes, bytes);
  void reply.status(206).header('content-range', `bytes ${part.start}-${end - 1}/${bytes}`);
  return { start: part.start, end };
};

const unknownFile = ({ name, id }: ArtifactFacts, path: string): HttpFault =>
  notFound(
    'unknown-file',
    `artifact ${name} has no file ${path.slice(0, 200)}`,
    `GET …/artifacts/${id} lists its files`,
  );

const beyond = (bytes: number): HttpFault =>
  new HttpFault(416, 'validation', {
    code: 'beyond-the-end',
    message: `there are ${bytes} bytes, and the range begins behind them`,
    suggestions: ['ask for a range that begins before, or for bytes=-1000 for the last ones'],
  });
