import { Controller, Delete, Get, Param, Put } from '@nestjs/common';
import { AdministratorParams, type AdministratorView, type ListAdministratorsReply } from '@switchyard/contracts';
import { HttpFault, notFound } from '@switchyard/http';
import { KeepAdministrators } from '../../app/access/keep-administrators.js';
import type { Principal } from '../../domain/access/principal.js';
import { Needs } from './needs.js';
import { Audited } from '../audit/audited.js';
import { unknownUser } from './project-answers.js';
import { Caller } from './request.js';

/** The users who may do everything everywhere. */
@Controller('/api/administrators')
export class AdministratorsController {
  constructor(private readonly keep: KeepAdministrators) {}

  @Needs('platform.manage')
  @Get()
  async list(): Promise<ListAdministratorsReply> {
    return { administrators: await this.keep.list() };
  }

  @Needs('platform.manage')
  @Audited('administrator.added', 'administrator')
  @Put('/:user')
  async add(@Param() { user }: AdministratorParams): Promise<AdministratorView> {
    const added = await this.keep.add(user);
    if (!added) throw unknownUser(user);
    return added;
  }

  @Needs('platform.manage')
  @Audited('administrator.removed', 'administrator')
  @Delete('/:user')
  async remove(@Param() { user }: AdministratorParams, @Caller() caller: Principal): Promise<{ message: string }> {
    const removed = await this.keep.remove(user, caller);
    if (removed === 'no-administrator')
      throw notFound('unknown-administrator', `${user} is no administrator`, 'GET /api/administrators lists them');
    if (removed === 'yourself')
      throw new HttpFault(409, 'validation', {
        code: 'yourself',
        message: 'you cannot take your own rights from you',
        suggestions: ['let another administrator do it'],
      });
    return { message: `${user} is no administrator any more` };
  }
}
