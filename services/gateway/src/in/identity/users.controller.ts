import { Body, Controller, Get, Param, Patch, Query } from '@nestjs/common';
import { ChangeUserBody, IdParams, ListUsersQuery, type UserView } from '@switchyard/contracts';
import { HttpFault } from '@switchyard/http';
import { KeepUsers } from '../../app/identity/keep-users.js';
import type { Principal } from '../../domain/access/principal.js';
import { Needs } from '../access/needs.js';
import { Audited } from '../audit/audited.js';
import { unknownUser, viewOfUser } from './answers.js';
import { Who } from './caller.js';

/** The people of the platform, for its administrators. */
@Controller('/api/users')
export class UsersController {
  constructor(private readonly users: KeepUsers) {}

  /** By id, oldest first; `next` is the `after` of the page behind it. */
  @Needs('platform.manage')
  @Get()
  async list(@Query() { after, limit }: ListUsersQuery): Promise<{ users: UserView[]; next?: string }> {
    const found = await this.users.list({ limit, ...(after === undefined ? {} : { after }) });
    const last = found.length === limit ? found.at(-1) : undefined;
    return { users: found.map(viewOfUser), ...(last ? { next: last.id } : {}) };
  }

  /** Who is disabled is out within five seconds, with all sessions and personal tokens. */
  @Needs('platform.manage')
  @Audited('user.changed', 'user')
  @Patch('/:id')
  async change(
    @Who() who: Principal,
    @Param() { id }: IdParams,
    @Body() { disabled }: ChangeUserBody,
  ): Promise<UserView> {
    if (disabled && id === who.id)
      throw new HttpFault(409, 'validation', {
        code: 'yourself',
        message: 'you cannot shut yourself out',
        suggestions: ['let another administrator do it'],
      });
    const changed = await this.users.disable(id, disabled);
    if (changed) return viewOfUser(changed);
    throw unknownUser(id);
  }
}
