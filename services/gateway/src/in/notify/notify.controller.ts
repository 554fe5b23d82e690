import { Body, Controller, Delete, Get, Param, Put, Query, Res } from '@nestjs/common';
import {
  type ListNotificationsReply,
  ListNotificationsQuery,
  type ListNotifyTargetsReply,
  NotifyTargetParams,
  type NotifyTargetView,
  ProjectParams,
  PutNotifyTargetBody,
} from '@switchyard/contracts';
import { HttpFault, notFound } from '@switchyard/http';
import type { FastifyReply } from 'fastify';
import { NotifyService } from '../../app/notify/ports.js';
import { Needs } from '../access/needs.js';
import { Actor } from '../actor.js';
import { Audited } from '../audit/audited.js';

/** Whom a project has told of all of its executions, and who was. */
@Controller('/api/projects/:project/notifications')
export class NotifyController {
  constructor(private readonly notify: NotifyService) {}

  /** Whom a project has told. */
  @Needs('notifications.write')
  @Get()
  list(@Param() { project }: ProjectParams): Promise<ListNotifyTargetsReply> {
    return this.notify.list(project);
  }

  /** Who was told of what, newest first, and why somebody was not. */
  @Needs('notifications.write')
  @Get('/journal')
  journal(
    @Param() { project }: ProjectParams,
    @Query() { state, before, limit }: ListNotificationsQuery,
  ): Promise<ListNotificationsReply> {
    return this.notify.journal({
      project,
      limit,
      ...(state === undefined ? {} : { state }),
      ...(before === undefined ? {} : { before }),
    });
  }

  /** Has a target told from now on; the same name again changes it. */
  @Needs('notifications.write')
  @Audited('notification.put', 'notification')
  @Put('/:name')
  async put(
    @Param() { project, name }: NotifyTargetParams,
    @Body() body: PutNotifyTargetBody,
    @Actor() actor: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NotifyTargetView> {
    const answer = await this.notify.put({ project, name, ...body, actor });
    if (answer.result === 'bad-config') throw badConfig(answer);
    if (answer.result === 'too-many') throw tooMany(project, answer.most);
    if (answer.result === 'missing') throw unknownTarget(project, name);
    void reply.status(answer.result === 'created' ? 201 : 200);
    return answer.target;
  }

  /** Has a target told no more. */
  @Needs('notifications.write')
  @Audited('notification.removed', 'notification')
  @Delete('/:name')
  async remove(@Param() { project, name }: NotifyTargetParams): Promise<NotifyTargetView> {
    const answer = await this.notify.remove(project, name);
    if (answer.result !== 'deleted') throw unknownTarget(project, name);
    return answer.target;
  }
}

const badConfig = ({ message, suggestion }: { message: string; suggestion: string }): HttpFault =>
  new HttpFault(400, 'validation', {
    code: 'bad-config',
    message,
    details: { fields: [{ field: 'config', message }] },
    suggestions: [suggestion],
  });

const tooMany = (project: string, most: number): HttpFault =>
  new HttpFault(409, 'validation', {
    code: 'too-many-notifications',
    message: `project ${project} tells ${most} targets, which is the most`,
    suggestions: ['remove those that nobody reads'],
  });

const unknownTarget = (project: string, name: string): HttpFault =>
  notFound(
    'unknown-notification',
    `project ${project} has no notification ${name}`,
    `GET /api/projects/${project}/notifications lists them`,
  );
