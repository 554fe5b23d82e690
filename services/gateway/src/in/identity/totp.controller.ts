import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { CodeBody, type RecoveryCodes, type TotpOffer } from '@switchyard/contracts';
import { HttpFault } from '@switchyard/http';
import { SecondFactor } from '../../app/identity/second-factor.js';
import { Guessing } from '../../app/identity/ports.js';
import type { Principal } from '../../domain/access/principal.js';
import { Needs } from '../access/needs.js';
import { Audited } from '../audit/audited.js';
import { codeNeeded, tooEarly } from './answers.js';
import { Person } from './caller.js';

/** The second factor of the caller: codes of an authenticator. */
@Controller('/api/sessions/totp')
export class TotpController {
  constructor(
    private readonly factor: SecondFactor,
    private readonly guessing: Guessing,
  ) {}

  /** A secret for an authenticator. It counts once it is confirmed. */
  @Needs('signed-in')
  @Post()
  async offer(@Person() { id }: Principal): Promise<TotpOffer> {
    const offer = await this.factor.offer(id);
    if (offer) return { ...offer, message: 'confirm it with a first code: POST /api/sessions/totp/confirm {code}' };
    throw new HttpFault(409, 'validation', {
      code: 'totp-on',
      message: 'the second factor is on already',
      suggestions: ['POST /api/sessions/totp/remove {code} turns it off'],
    });
  }

  @Needs('signed-in')
  @Audited('second-factor.on', 'user')
  @Post('/confirm')
  @HttpCode(200)
  async confirm(@Person() { id }: Principal, @Body() { code }: CodeBody): Promise<RecoveryCodes> {
    const recoveryCodes = await this.tried(id, () => this.factor.confirm(id, code));
    return { recoveryCodes, message: 'keep them where the authenticator is not: each signs you in once without it' };
  }

  @Needs('signed-in')
  @Audited('second-factor.off', 'user')
  @Post('/remove')
  @HttpCode(200)
  async remove(@Person() { id }: Principal, @Body() { code }: CodeBody): Promise<{ message: string }> {
    await this.tried(id, async () => (await this.factor.turnOff(id, code)) || undefined);
    return { message: 'no second factor is asked for any more' };
  }

  /** Six digits are guessed soon by whoever may try as often as he likes. */
  private async tried<Done>(userId: string, attempt: () => Promise<Done | undefined>): Promise<Done> {
    const account = `totp ${userId}`;
    const waitMs = await this.guessing.waitMs(account, 'session');
    if (waitMs > 0) throw tooEarly(waitMs);
    const done = await attempt();
    if (done !== undefined) return done;
    await this.guessing.failed(account, 'session');
    throw codeNeeded(true);
  }
}
