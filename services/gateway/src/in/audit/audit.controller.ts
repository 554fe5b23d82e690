import { Readable } from 'node:stream';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import {
  AuditQuery,
  type ListAuditAnswer,
  ProjectAuditQuery,
  ProjectParams,
  type VerifyAuditAnswer,
} from '@switchyard/contracts';
import { isoTime } from '@switchyard/kernel';
import type { FastifyReply } from 'fastify';
import { ReadAudit } from '../../app/audit/read-audit.js';
import { Needs } from '../access/needs.js';

/** Who changed what, when and from where. */
@Controller('/api')
export class AuditController {
  constructor(private readonly audit: ReadAudit) {}

  @Needs('platform.manage')
  @Get('/audit')
  list(@Query() query: AuditQuery): Promise<ListAuditAnswer> {
    return this.page(query);
  }

  @Needs('audit.read')
  @Get('/projects/:project/audit')
  ofProject(@Param() { project }: ProjectParams, @Query() query: ProjectAuditQuery): Promise<ListAuditAnswer> {
    return this.page({ ...query, project });
  }

  /** The whole chain, oldest first: `{hash, record}` on each line, where `record` is the text that was hashed. */
  @Needs('platform.manage')
  @Get('/audit/export')
  export(@Res() reply: FastifyReply): void {
    void reply
      .headers({ 'content-disposition': 'attachment; filename="audit.ndjson"' })
      .type('application/x-ndjson; charset=utf-8')
      .send(Readable.from(this.audit.export()));
  }

  /** Reads the whole chain; a broken one is told as a 200 that names the first broken record. */
  @Needs('platform.manage')
  @Get('/audit/verify')
  verify(): Promise<VerifyAuditAnswer> {
    return this.audit.verify();
  }

  private page({ who, since, until, before, limit, ...words }: AuditQuery): Promise<ListAuditAnswer> {
    const filter = {
      ...words,
      ...(who === undefined ? {} : { by: who }),
      ...(since === undefined ? {} : { since: isoTime(Date.parse(since)) }),
      ...(until === undefined ? {} : { until: isoTime(Date.parse(until)) }),
    };
    return this.audit.list(filter, before, limit);
  }
}
