import { aRetry, aStage, aStep } from '@switchyard/testkit';
import { alpha, attempt, beta, Story } from './decide.story.js';

const http = { name: 'http', address: '127.0.0.1', port: 49_153, host: 'build-1' };
const publish = (ports = [http], session = alpha, n = 1) => ({
  type: 'publish' as const,
  attemptId: attempt('a', n),
  session,
  nonce: `nonce-of-${session}-000`,
  ports,
});
const story = () => new Story([aStage('build', [aStep('a', { retry: aRetry(1) })])]);

describe('ports of an attempt', () => {
  it('are noted on it while it runs, once however often they are said', () => {
    const one = story();
    one.claim('a');
    expect(one.do(publish())).toEqual(['step.published']);
    expect(one.do(publish())).toEqual([]);
    expect(one.step('a').attempts[0]?.ports).toEqual([http]);
  });

  it('are those that were said last', () => {
    const one = story();
    one.claim('a');
    one.do(publish());
    const others = [
      { ...http, port: 49_154 },
      { ...http, name: 'admin' },
    ];
    expect(one.do(publish(others))).toEqual(['step.published']);
    expect(one.step('a').attempts[0]?.ports).toEqual(others);
  });

  it('are told by who holds it and by nobody else', () => {
    const one = story();
    expect(one.try(publish())).toEqual({ ok: false, reason: 'other-session' });
    one.claim('a');
    expect(one.try(publish([http], beta))).toEqual({ ok: false, reason: 'other-session' });
    expect(one.try(publish([http], alpha, 2))).toEqual({ ok: false, reason: 'unknown-attempt' });
  });

  it('are given back at its end, and nobody can say more of them', () => {
    const one = story();
    one.claim('a');
    one.do(publish());
    one.report('a');
    expect(one.step('a').attempts[0]).not.toHaveProperty('ports');
    expect(one.try(publish())).toEqual({ ok: false, reason: 'not-running' });
  });

  it('are given back by one that is lost, and the next has its own', () => {
    const one = story();
    one.claim('a');
    one.do(publish());
    one.do({ type: 'lose', attemptId: attempt('a'), session: alpha, reason: 'silent' });
    expect(one.step('a').attempts[0]).not.toHaveProperty('ports');
    expect(one.try(publish())).toEqual({ ok: false, reason: 'other-session' });
  });
});
