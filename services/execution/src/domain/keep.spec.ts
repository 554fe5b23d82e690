import { aRetry, aStage, aStep } from '@switchyard/testkit';
import { alpha, attempt, beta, Story } from './decide.story.js';

const site = { name: 'site', files: 2, bytes: 10 };
const keep = (artifact = site, session = alpha, n = 1) => ({
  type: 'keep' as const,
  attemptId: attempt('a', n),
  session,
  nonce: `nonce-of-${session}-000`,
  artifact,
});
const story = () => new Story([aStage('build', [aStep('a', { retry: aRetry(1) })])]);

describe('files that an attempt leaves', () => {
  it('are noted on it, once however often it is said', () => {
    const one = story();
    one.claim('a');
    expect(one.do(keep())).toEqual(['artifact.kept']);
    expect(one.do(keep())).toEqual([]);
    expect(one.step('a').attempts[0]?.artifacts).toEqual([site]);
  });

  it('take the place of those of the same name', () => {
    const one = story();
    one.claim('a');
    one.do(keep());
    one.do(keep({ name: 'logs', files: 1, bytes: 1 }));
    expect(one.do(keep({ ...site, bytes: 11 }))).toEqual(['artifact.kept']);
    expect(one.step('a').attempts[0]?.artifacts).toEqual([
      { name: 'logs', files: 1, bytes: 1 },
      { ...site, bytes: 11 },
    ]);
  });

  it('are told by who holds it and by nobody else', () => {
    const one = story();
    expect(one.try(keep())).toEqual({ ok: false, reason: 'other-session' });
    one.claim('a');
    expect(one.try(keep(site, beta))).toEqual({ ok: false, reason: 'other-session' });
    expect(one.try(keep(site, alpha, 2))).toEqual({ ok: false, reason: 'unknown-attempt' });
  });

  it('of an attempt that has ended are as they are, and no others come to it', () => {
    const one = story();
    one.claim('a');
    one.do(keep());
    one.report('a');
    expect(one.do(keep())).toEqual([]);
    expect(one.try(keep({ ...site, bytes: 11 }))).toEqual({ ok: false, reason: 'not-running' });
  });

  it('of one that was lost are nobody’s to tell', () => {
    const one = story();
    one.claim('a');
    one.do({ type: 'lose', attemptId: attempt('a'), session: alpha, reason: 'silent' });
    expect(one.try(keep())).toEqual({ ok: false, reason: 'other-session' });
  });
});
