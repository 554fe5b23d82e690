import type { YardClient } from '@switchyard/client';
import { exit, Stop } from '../exit.js';
import { pipelineNamed } from '../pipeline-named.js';
import { mustRun } from '../platform/connect.js';
import { plain } from '../view/clean.js';
import type { Terminal } from '../view/terminal.js';

export interface WebhookTokenOptions {
  project?: string;
  pipeline?: string;
  json: boolean;
  data?: string;
}

/** A project's, or one pipeline's. The token alone goes to standard output. */
export const makeWebhookToken = async (terminal: Terminal, options: WebhookTokenOptions): Promise<number> => {
  const named = mustName(options);
  const { client } = await mustRun(options.data);
  const made = await makeOf(client, named);
  if (options.json) terminal.json(made);
  else {
    terminal.line(plain(made.token));
    const paths = 'paths' in made ? Object.values(made.paths) : [made.path];
    for (const path of paths) terminal.note(`${client.url}${plain(path)}`);
    terminal.note(plain(made.message));
  }
  return exit.success;
};

const makeOf = async (client: YardClient, { project, pipeline }: Pick<WebhookTokenOptions, 'project' | 'pipeline'>) => {
  if (pipeline === undefined) return client.hooks.makeToken(project ?? 'default');
  return client.catalogue.makeWebhookToken(await pipelineNamed(client, pipeline, project));
};

/** Lets nobody in any more. */
export const removeWebhookToken = async (terminal: Terminal, options: WebhookTokenOptions): Promise<number> => {
  const { project, pipeline } = mustName(options);
  const { client } = await mustRun(options.data);
  if (pipeline === undefined) await client.hooks.removeToken(project ?? 'default');
  else await client.catalogue.removeWebhookToken(await pipelineNamed(client, pipeline, project));
  if (options.json) terminal.json({ removed: true });
  else terminal.line('the token is of no use any more');
  return exit.success;
};

const mustName = (options: WebhookTokenOptions): WebhookTokenOptions => {
  if (options.project !== undefined || options.pipeline !== undefined) return options;
  throw new Stop(exit.badInput, 'it is not said whose webhook', ['name it with --project NAME, or --pipeline NAME']);
};
