import { Body, Controller, Delete, Get, Param, Put, Res } from '@nestjs/common';
import {
  type ListMembersReply,
  MemberParams,
  type MemberView,
  ProjectParams,
  PutMemberBody,
} from '@switchyard/contracts';
import type { FastifyReply } from 'fastify';
import { KeepMembers } from '../../app/access/keep-members.js';
import type { Principal } from '../../domain/access/principal.js';
import { unknownProject } from './faults.js';
import { Needs } from './needs.js';
import { Audited } from '../audit/audited.js';
import { memberView, notChanged, unknownUser } from './project-answers.js';
import { Caller } from './request.js';

/** Who is in a project, and as what. */
@Controller('/api/projects/:project/members')
export class MembersController {
  constructor(private readonly keep: KeepMembers) {}

  @Needs('members.read')
  @Get()
  async list(@Param() { project }: ProjectParams): Promise<ListMembersReply> {
    const members = await this.keep.list(project);
    if (!members) throw unknownProject(project);
    return { members: members.map(memberView) };
  }

  /** Lets a user in, or gives a member another role: nobody gives or takes more than the own one. */
  @Needs('members.write')
  @Audited('member.put', 'member')
  @Put('/:user')
  async put(
    @Param() { project, user }: MemberParams,
    @Body() { role }: PutMemberBody,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MemberView> {
    const put = await this.keep.put(project, user, role, caller);
    if (put.result === 'unknown-user') throw unknownUser(user);
    if (put.result !== 'added' && put.result !== 'changed') throw notChanged(put.result, project, user);
    void reply.status(put.result === 'added' ? 201 : 200);
    return memberView(put.member);
  }

  /** The last owner cannot be removed. */
  @Needs('members.write')
  @Audited('member.removed', 'member')
  @Delete('/:user')
  async remove(@Param() { project, user }: MemberParams, @Caller() caller: Principal): Promise<{ message: string }> {
    const changed = await this.keep.remove(project, user, caller);
    if (changed.result !== 'changed') throw notChanged(changed.result, project, user);
    return { message: `${user} is no member of project ${project} any more` };
  }
}
