import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ListSecretsReply, SecretView, TriggerAnswer, WebhookAnswer } from '@switchyard/contracts';
import { yard } from './command.js';
import { eventually, House } from './house.js';
import { type Ask, asking, refused } from './pipelines/asking.js';

const path = '/api/projects/default/secrets';
const secret = 'correct/horse "battery" staple+9f';
const lines = '-----BEGIN KEY-----\nZm9vYmFyYmF6cXV1eA\n-----END KEY-----';

const leaks = (): Buffer[] => {
  const bytes = Buffer.from(secret);
  const shifted = [0, 1, 2].map(shift =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(4, -4),
  );
  const texts = [secret, 'Zm9vYmFyYmF6cXV1eA', ...shifted, JSON.stringify(secret).slice(1, -1)];
  return [...texts, encodeURIComponent(secret), bytes.toString('hex')].map(text => Buffer.from(text));
};

const script = `
printf 'raw %s\\n' "$TOKEN"
printf 'key %s\\n' "$KEY"
printf 'one %s\\n' "$(printf %s "$TOKEN" | base64 -w0)"
printf 'two %s\\n' "$(printf 'u%s:' "$TOKEN" | base64 -w0)"
printf 'three %s\\n' "$(printf 'us%s' "$TOKEN" | base64 -w0)"
printf 'hex %s\\n' "$(printf %s "$TOKEN" | od -An -v -tx1 | tr -d ' \\n')"
printf 'url %s\\n' 'correct%2Fhorse%20%22battery%22%20staple%2B9f'
printf 'json %s\\n' 'correct/horse \\"battery\\" staple+9f'
for part in correct/ 'horse "bat' 'tery" staple+9f'; do printf %s "$part"; sleep 0.05; done
echo
test "\${#TOKEN}" = 33 && echo whole
echo "given=$TOKEN" >> "$YARD_OUTPUT"
`;

const file = (name: string, step: string) => `name: ${name}\nsteps:\n  - name: print\n${step}`;
const printing = file(
  'printing',
  `    secrets: { TOKEN: api.token, KEY: deploy.key }\n    outputs: [given]\n    run: |\n${script.replace(/^/gm, '      ')}`,
)
  .replaceAll('correct%2F', "cor''rect%2F")
  .replaceAll('correct/horse \\"', "cor''rect/horse \\\"");

describe('secrets on a real platform', () => {
  let house: House;
  let ask: Ask;
  beforeAll(async () => {
    house = await House.start();
    ask = asking(house);
  });
  afterAll(() => house.stop());

  const command = (words: string[], input?: string) =>
    yard(['secrets', ...words], {
      cwd: house.data,
      environment: { YARD_URL: house.url, YARD_TOKEN: house.authorization.authorization.slice('Bearer '.length) },
      ...(input === undefined ? {} : { input }),
    });
  const filesWith = (needles: Buffer[]): string[] =>
    readdirSync(house.data, { recursive: true, withFileTypes: true })
      .filter(one => one.isFile())
      .map(one => join(one.parentPath, one.name))
      .filter(one => {
        const bytes = readFileSync(one);
        return needles.some(needle => bytes.includes(needle));
      });

  it('reach a step, and nothing of them its log, its outputs or any file of the platform', async () => {
    expect(await command(['set', 'api.token'], `${secret}\n`)).toMatchObject({ code: 0 });
    expect(await command(['set', 'deploy.key'], lines)).toMatchObject({ code: 0 });
    const ended = await house.run(printing);
    const output = await house.output(ended, 'print');
    expect(ended.status).toBe('success');
    expect(output).toBe(
      [
        'raw ***',
        'key ***',
        ...output.split('\n').slice(2, 5),
        'hex ***',
        'url ***',
        'json ***',
        '***',
        'whole',
        '',
      ].join('\n'),
    );
    for (const line of output.split('\n').slice(2, 5)) expect(line).toMatch(/^(one|two|three) \S{0,4}\*\*\*\S{0,4}$/);
    expect(ended.steps[0]?.outputs).toEqual({ given: '***' });
    const { pipeline } = await house.apply(file('asking', '    secrets: [NOWHERE]\n    run: echo here\n'));
    const failed = await house.ended(await house.trigger(pipeline.id));
    expect(failed.steps[0]?.attempts[0]).toMatchObject({
      failure: 'user',
      reason: 'the project and its pipeline have no secret NOWHERE',
    });
    const journal = join(house.data, 'connectors/shell/journal');
    // What a step printed lies in its folder until the platform has it.
    await eventually('an empty journal', async () => readdirSync(journal).length === 0);
    expect(filesWith(leaks())).toEqual([]);
    expect(statSync(join(house.data, 'master.key')).mode & 0o777).toBe(0o600);
  });

  it('are still masked after every key was exchanged', async () => {
    expect(await command(['set', 'api.token'], secret)).toMatchObject({ code: 0 });
    expect((await command(['rotate'])).stdout).toMatch(/secrets sealed with it: [1-9]/);
    expect((await command(['rotate', '--master'])).stdout).toMatch(/wrapped with it: [1-9]/);
    const again = file('again', '    secrets: { TOKEN: api.token }\n    run: echo "raw $TOKEN"\n');
    const ended = await house.run(again);
    expect(await house.output(ended, 'print')).toBe('raw ***\n');
  });

  it('are listed and never shown, and refused where they are no secrets', async () => {
    const put = (name: string, value: unknown, query = '') =>
      ask<SecretView>('PUT', `${path}/${name}${query}`, { value });
    expect((await put('npm.token', 'hunter22', '?environment=production')).status).toBe(201);
    const again = await put('npm.token', 'hunter23', '?environment=production');
    expect(again.status).toBe(200);
    expect(again.body).toMatchObject({ name: 'npm.token', environmentName: 'production', version: 2, author: 'owner' });
    const list = await ask<ListSecretsReply>('GET', `${path}?limit=200`);
    expect(list.body.secrets.map(one => Object.keys(one)).flat()).not.toContain('value');
    expect(JSON.stringify([list.body, again.body])).not.toContain('hunter');
    for (const [name, value] of [
      ['short', 'abc'],
      ['long', 'x'.repeat(49_153)],
      ['number', 12_345_678],
      ['nul', 'hunter\0hunter'],
      ['bad%20name', 'hunter22'],
    ] as const) {
      const told = await ask('PUT', `${path}/${name}`, { value });
      expect(refused(told)).toMatchObject({ status: 400, error: 'validation' });
      expect(JSON.stringify(told.body)).not.toContain('hunter');
    }
    expect((await put('both', 'hunter22', '?environment=a&pipeline=01hzzzzzzzzzzzzzzzzzzzzzzz')).status).toBe(400);
    expect((await ask('DELETE', `${path}/npm.token`)).status).toBe(404);
    expect((await ask('DELETE', `${path}/npm.token?environment=production`)).status).toBe(200);
  });

  it('are given to no execution of a pull request from a fork', async () => {
    expect(await command(['set', 'api.token'], secret)).toMatchObject({ code: 0 });
    const yaml = `on: [pull_request]\n${file('forked', '    secrets: { TOKEN: api.token }\n    run: echo "raw $TOKEN"\n')}`;
    const { pipeline } = await house.apply(yaml);
    const { body } = await ask<{ token: string }>('POST', `/api/ci/pipelines/${pipeline.id}/webhook-token`, {});
    const request = (source: number) => ({
      action: 'opened',
      number: 7,
      pull_request: {
        number: 7,
        head: { ref: `from-${source}`, sha: 'a'.repeat(40), repo: { id: source } },
        base: { ref: 'main', repo: { id: 1 } },
      },
    });
    const endOf = async (source: number) => {
      const headers = { 'x-github-event': 'pull_request', 'x-yard-token': body.token };
      const answer = await ask<WebhookAnswer>(
        'POST',
        `/api/ci/pipelines/${pipeline.id}/webhook`,
        request(source),
        headers,
      );
      if (!answer.body.execution_id) throw new Error(JSON.stringify(answer.body));
      return house.ended(answer.body.execution_id);
    };
    expect((await endOf(1)).status).toBe('success');
    const forked = await endOf(2);
    expect(forked.trigger.fork).toBe(true);
    expect(forked.steps[0]?.attempts[0]).toMatchObject({ failure: 'policy' });
    const rerun = await ask<TriggerAnswer>('POST', `/api/ci/executions/${forked.id}/rerun`, {});
    const again = await house.ended(rerun.body.execution_id);
    expect(again.steps[0]?.attempts[0]).toMatchObject({ failure: 'policy' });
  });
});
