import { parsePipeline } from './parse-pipeline.js';

const notificationsOf = (value: string) => {
  const { model, findings } = parsePipeline(`name: a\nsteps: [{ run: x }]\nnotifications: ${value}\n`);
  expect(findings.filter(({ code }) => code !== 'not-acted-on')).toEqual([]);
  return model?.notifications;
};

describe('notifications: in a file', () => {
  it.each([
    ['{ on-failure: { slack: { channel: a } } }', [{ on: 'failure', target: 'slack', config: { channel: 'a' } }]],
    [
      '{ on_failure: [{ target_type: slack, config: { channel: a } }] }',
      [{ on: 'failure', target: 'slack', config: { channel: 'a' } }],
    ],
    ['{ on_success: [{ target_type: github }] }', [{ on: 'success', target: 'github', config: {} }]],
    [
      '{ onFailure: [{ email: { to: a } }, { webhook: { url: b } }], on-start: { github: { as: comment } } }',
      [
        { on: 'start', target: 'github', config: { as: 'comment' } },
        { on: 'failure', target: 'email', config: { to: ['a'] } },
        { on: 'failure', target: 'webhook', config: { url: 'b' } },
      ],
    ],
  ])('of %s are told as they are meant', (value, notifications) => {
    expect(notificationsOf(value)).toEqual(notifications);
  });
});
