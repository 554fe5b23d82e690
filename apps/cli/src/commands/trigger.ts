import { randomUUID } from 'node:crypto';
import type { YardClient } from '@switchyard/client';
import type { TriggerAnswer } from '@switchyard/contracts';
import { attend } from '../attend.js';
import { readVariables } from '../environment.js';
import { exit } from '../exit.js';
import { readInputs } from '../inputs.js';
import { pipelineNamed } from '../pipeline-named.js';
import { mustRun } from '../platform/connect.js';
import { repeated } from '../repeat.js';
import { plain } from '../view/clean.js';
import { suggestion } from '../view/suggestion.js';
import type { Terminal } from '../view/terminal.js';

export interface TriggerOptions {
  project?: string;
  branch?: string;
  commit?: string;
  env: string[];
  input: string[];
  follow: boolean;
  watch: boolean;
  json: boolean;
  data?: string;
}

/** Starts a pipeline that the platform knows. */
export const triggerPipeline = async (terminal: Terminal, name: string, options: TriggerOptions): Promise<number> => {
  const { follow, watch, json, data } = options;
  const body = bodyOf(options);
  const begin = (client: YardClient, key: string) => triggered(client, name, options.project, body, key);
  if (follow || watch)
    return attend(terminal, { ...options, keep: false }, async ({ client }, _interruption, key) => ({
      id: (await begin(client, key)).execution_id,
    }));
  const { client } = await mustRun(data);
  const answer = await begin(client, randomUUID());
  if (json) terminal.json(answer);
  else {
    terminal.line(`${answer.execution_id}: ${plain(answer.message)}`);
    terminal.note(`to watch it: ${suggestion(['watch', answer.execution_id], data)}`);
  }
  return exit.success;
};

const triggered = async (
  client: YardClient,
  name: string,
  project: string | undefined,
  body: ReturnType<typeof bodyOf>,
  key: string,
): Promise<TriggerAnswer> => {
  const id = await pipelineNamed(client, name, project);
  // The key makes repeating harmless.
  return repeated(() => client.trigger(id, body, key));
};

const bodyOf = ({ branch, commit, env, input }: TriggerOptions) => {
  const [environment, inputs] = [readVariables(env), readInputs(input)];
  return {
    trigger_type: 'manual' as const,
    ...(branch === undefined ? {} : { branch }),
    ...(commit === undefined ? {} : { commit_hash: commit }),
    ...(env.length > 0 ? { environment } : {}),
    ...(input.length > 0 ? { inputs } : {}),
  };
};
