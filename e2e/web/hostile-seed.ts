import { createHmac } from 'node:crypto';
import { YardClient } from '@switchyard/client';
import type { AttemptId, ExecutionId, PipelineId, StepId } from '@switchyard/contracts';
import { eventually, type House } from '../house.js';
import { clientOf, settled } from './admin-seed.js';
import { operator } from './browser.js';
import { furnished, gated, leaving, quick, repository } from './hostile-pipelines.js';
import { controls, image, lines, long, separated, texts, turned } from './hostile-strings.js';

const json = { 'content-type': 'application/json' };

/** Everything that has an address of its own. */
export interface Seeded {
  pipeline: PipelineId;
  /** One that is not started any more. */
  disabled: PipelineId;
  /** With steps, artifacts and reports. */
  execution: ExecutionId;
  /** Its step that left them. */
  step: StepId;
  attempt: AttemptId;
  /** One that was asked about, in each way it ended. */
  gated: { approved: ExecutionId; rejected: ExecutionId; cancelled: ExecutionId };
  /** What a delivery with a title started. */
  titled: ExecutionId;
  deliveries: { github: string; gitlab: string; generic: string };
  /** What a program waits with to be let in. */
  code: string;
}

/** Says by the API, in every field that a page shows, what no page should do. The operator has signed in before. */
export const seed = async (house: House): Promise<Seeded> => {
  const client = clientOf(house);
  const { pipeline } = await house.apply(quick('changed'));
  const answer = await client.catalogue.replace(pipeline.id, { yaml: furnished, message: image });
  const execution = await house.trigger(pipeline.id, {
    inputs: { word: image, choice: lines[1], text: `"><b>${image}` },
    branch: image,
  });
  for (const name of [...lines.slice(1), long(200)]) await house.apply(quick(name));
  const [came, disabled, asked, code] = await Promise.all([
    sendHooks(house),
    triggerAll(house),
    askAll(house),
    enterAll(house),
    nameAll(house),
  ]);
  const step = (await house.ended(execution)).steps.find(({ name }) => name === leaving);
  const attempt = step?.attempts[0]?.id;
  if (!step || !attempt) throw new Error('the step that leaves files did not run');
  const ids = { pipeline: answer.pipeline.id, disabled, execution, step: step.id, attempt };
  return { ...ids, gated: asked, ...came, code };
};

/** What people and programs say when they start something. */
const triggerAll = async (house: House): Promise<PipelineId> => {
  const { pipeline } = await house.apply(quick('started'));
  const begin = (text: string) => {
    const inputs = { word: text.replace('\u0000', '') };
    const body = { branch: text, commit_hash: text.slice(0, 100), repository: text, inputs };
    const actor = Buffer.from(text.replace(/[\p{Cc}\p{Cs}]/gu, ' ')).toString('latin1');
    return house.trigger(pipeline.id, body, /[\u2028\u202e]/.test(text) ? {} : { 'yard-actor': actor });
  };
  for (const text of [...texts, controls]) await begin(text);
  await clientOf(house).catalogue.disable(pipeline.id, image);
  return pipeline.id;
};

/** Names of what people make. */
const nameAll = async (house: House): Promise<void> => {
  const client = clientOf(house);
  const user = await new YardClient({ url: house.url, token: '' }).identity.login(operator);
  const own = new YardClient({ url: house.url, token: user.accessToken });
  await client.projects.create({ id: 'constructor', name: image });
  const name = async (text: string, index: number) => {
    await client.projects.create({ id: `hostile-${index}`, name: text });
    await own.identity.createToken({ name: text });
    await client.identity.createToken({ name: text, kind: 'service', project: 'default', role: 'viewer' });
    await client.secrets.put('default', 'NAME', 'nothing to hide', { environment: text });
    await client.notifications.put('default', `target-${index}`, {
      on: ['failure'],
      target: 'slack',
      config: { channel: text },
    });
  };
  for (const [index, text] of [...lines, long(100), turned].entries()) await name(text, index);
};

/** People, and programs that sign in. */
const enterAll = async (house: House): Promise<string> => {
  const client = clientOf(house);
  const stranger = new YardClient({ url: house.url, token: '' });
  for (const [index, name] of [image, long(100), turned, lines[10] ?? ''].entries()) {
    const { code } = await client.people.invite(false);
    await stranger.identity.first({ code, login: `hostile-${index}`, password: operator.password, name });
    await client.projects.putMember('default', `hostile-${index}`, 'viewer');
  }
  for (const agent of [image, lines[6] ?? '']) {
    const body = JSON.stringify(operator);
    await fetch(`${house.url}/api/sessions/login`, { method: 'POST', headers: { ...json, 'user-agent': agent }, body });
  }
  return (await stranger.devices.begin({ name: image })).userCode;
};

/** Reasons and comments. */
const askAll = async (house: House): Promise<Seeded['gated']> => {
  const client = clientOf(house);
  const { pipeline } = await house.apply(gated);
  const begin = async () => {
    const id = await house.trigger(pipeline.id);
    await eventually('a question', async () => (await house.get(id)).steps[0]?.status === 'waiting-approval');
    return id;
  };
  const [approved, rejected, cancelled] = await Promise.all([begin(), begin(), begin()]);
  const [step] = (await house.get(approved)).steps;
  if (!step) throw new Error('nothing is asked');
  await client.approve(approved, step.id, texts.join('\n').slice(0, 500));
  await client.reject(rejected, step.id, image);
  await client.pause(cancelled, image);
  await client.cancel(cancelled, image);
  await Promise.all([house.ended(rejected), house.ended(cancelled)]);
  return { approved, rejected, cancelled };
};

/** What comes from outside, by each of the doors. */
const sendHooks = async (house: House): Promise<Pick<Seeded, 'deliveries' | 'titled'>> => {
  const { token } = await clientOf(house).hooks.makeToken('default');
  const post = async (door: string, headers: Record<string, string>, body: object): Promise<string> => {
    const text = JSON.stringify(body);
    const signature = `sha256=${createHmac('sha256', token).update(text).digest('hex')}`;
    const proof = door === 'github' ? { 'x-hub-signature-256': signature } : { 'x-gitlab-token': token };
    const init = { method: 'POST', headers: { ...json, ...headers, ...(door.startsWith('generic') ? {} : proof) } };
    const response = await fetch(`${house.url}/api/webhooks/${door}`, { ...init, body: text });
    const answer = (await response.json()) as { delivery: string };
    if (response.status !== 202) throw new Error(`${door}: ${response.status} ${JSON.stringify(answer)}`);
    return answer.delivery;
  };
  const github = await post(
    'github',
    { 'x-github-event': 'pull_request', 'x-github-delivery': image.replaceAll(' ', '/') },
    {
      ...{ action: 'opened', number: 1, sender: { login: image }, repository: { clone_url: repository } },
      pull_request: {
        ...{ number: 1, title: texts.join(' ').slice(0, 1_000), html_url: image, body: texts.join('\n') },
        ...{ base: { ref: image, repo: { id: 1 } }, head: { ref: image, sha: image, repo: { id: 1 } } },
      },
    },
  );
  const gitlab = await post(
    'gitlab',
    { 'x-gitlab-event': 'Merge Request Hook' },
    {
      ...{ object_kind: 'merge_request', user: { username: image }, project: { git_http_url: image } },
      object_attributes: { action: '__proto__', title: image, source_branch: image, target_branch: image, iid: 1 },
    },
  );
  const say = (text: string) => {
    const said = { event: text.slice(0, 100), branch: text, tag: text, actor: text, action: text, repository: text };
    return post(`generic/${token}`, {}, { ...said, title: text, commit: text.slice(0, 100), payload: texts });
  };
  const all: string[] = [];
  for (const text of [...lines, long(100), turned, separated, controls]) all.push(await say(text));
  for (const id of [github, gitlab, ...all]) await settled(house, id);
  const started = (await clientOf(house).hooks.get(github, 'default')).pipelines.find(one => one.executionId);
  if (!started?.executionId) throw new Error('the pull request started nothing');
  return { deliveries: { github, gitlab, generic: all.at(-1) ?? '' }, titled: started.executionId };
};
