import type { SecretScope, YardClient } from '@switchyard/client';
import { mistakeInSecret, type SecretView } from '@switchyard/contracts';
import { exit, Stop } from '../exit.js';
import { pipelineNamed } from '../pipeline-named.js';
import { mustRun } from '../platform/connect.js';
import { secretFrom } from '../secret-input.js';
import { plain } from '../view/clean.js';
import { table } from '../view/table.js';
import type { Terminal } from '../view/terminal.js';

export interface SecretOptions {
  json: boolean;
  project: string;
  pipeline?: string;
  environment?: string;
  data?: string;
}

/** The API gives at most so many at once. */
const mostAtOnce = 200;

/** Gives a secret a value. It is read from standard input, never from the command line, which others can see. */
export const setSecret = async (terminal: Terminal, name: string, options: SecretOptions): Promise<number> => {
  const { client } = await mustRun(options.data);
  const scope = await scopeOf(client, options);
  const value = await secretFrom(process.stdin, process.stderr, `value of ${plain(name)}: `);
  const mistake = mistakeInSecret(value);
  if (mistake !== undefined) throw new Stop(exit.badInput, mistake, ['printf %s "$VALUE" | yard secrets set NAME']);
  const secret = await client.secrets.put(options.project, name, value, scope);
  if (options.json) terminal.json(secret);
  else terminal.line(`${plain(name)}: version ${secret.version} is set`);
  return exit.success;
};

export const removeSecret = async (terminal: Terminal, name: string, options: SecretOptions): Promise<number> => {
  const { client } = await mustRun(options.data);
  const secret = await client.secrets.remove(options.project, name, await scopeOf(client, options));
  if (options.json) terminal.json(secret);
  else terminal.line(`${plain(name)}: removed`);
  return exit.success;
};

export const listSecrets = async (
  terminal: Terminal,
  { project, json, data }: { project: string; json: boolean; data?: string },
): Promise<number> => {
  const { client } = await mustRun(data);
  const secrets: SecretView[] = [];
  let after: string | undefined;
  do {
    const page = await client.secrets.list(project, { limit: mostAtOnce, ...(after === undefined ? {} : { after }) });
    secrets.push(...page.secrets);
    after = page.next;
  } while (after !== undefined);
  if (json) terminal.json(secrets);
  else if (secrets.length === 0) terminal.line('no secrets yet; set one with: yard secrets set NAME');
  else for (const line of table(['NAME', 'FOR', 'VERSION', 'BY', 'AT'], secrets.map(rowOf))) terminal.line(line);
  return exit.success;
};

/** A call seals some and says how many are left. */
export const rotateSecrets = async (
  terminal: Terminal,
  { project, master, json, data }: { project: string; master: boolean; json: boolean; data?: string },
): Promise<number> => {
  const { client } = await mustRun(data);
  if (master) {
    const { wrapped } = await client.secrets.rotateMaster();
    if (json) terminal.json({ wrapped });
    else terminal.line(`the master key is new; keys of projects wrapped with it: ${wrapped}`);
    return exit.success;
  }
  let done = 0;
  for (let isLast = false; !isLast;) {
    const { sealed, left } = await client.secrets.rotate(project);
    done += sealed;
    isLast = left === 0;
  }
  if (json) terminal.json({ project, sealed: done });
  else terminal.line(`${plain(project)}: the key is new; secrets sealed with it: ${done}`);
  return exit.success;
};

const scopeOf = async (client: YardClient, { project, pipeline, environment }: SecretOptions): Promise<SecretScope> => {
  if (pipeline !== undefined && environment !== undefined)
    throw new Stop(exit.badInput, 'a secret belongs to a pipeline or to an environment, not to both');
  if (pipeline !== undefined) return { pipeline: await pipelineNamed(client, pipeline, project) };
  return environment === undefined ? {} : { environment };
};

const rowOf = ({ name, pipelineId, environmentName, version, author, at }: SecretView): string[] => {
  const environment = environmentName === undefined ? 'the project' : `environment ${plain(environmentName)}`;
  return [
    plain(name),
    pipelineId === undefined ? environment : `pipeline ${pipelineId}`,
    String(version),
    plain(author),
    at,
  ];
};
