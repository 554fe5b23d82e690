import type { TemplateView } from '@switchyard/contracts';
import { exit } from '../exit.js';
import { readPipeline } from '../pipeline-text.js';
import { mustRun } from '../platform/connect.js';
import { plain } from '../view/clean.js';
import { table } from '../view/table.js';
import type { Terminal } from '../view/terminal.js';

interface Options {
  project?: string;
  json: boolean;
  data?: string;
}

const head = ['template', 'version', 'by', 'at', 'message'];
const rowOf = ({ name, version, author, at, message = '' }: TemplateView): string[] => [
  plain(name),
  String(version),
  plain(author),
  at,
  plain(message),
];
const ofProject = ({ project }: Options) => (project === undefined ? {} : { project });

const tell = (terminal: Terminal, templates: readonly TemplateView[], { json }: Options): void => {
  if (json) terminal.json(templates);
  else if (templates.length === 0) terminal.line('no templates yet; keep one with: yard templates put NAME FILE');
  else for (const line of table(head, templates.map(rowOf))) terminal.line(line);
};

export const listTemplates = async (terminal: Terminal, options: Options): Promise<number> => {
  const { client } = await mustRun(options.data);
  const templates: TemplateView[] = [];
  let after: string | undefined;
  do {
    const query = { ...ofProject(options), limit: 200, ...(after === undefined ? {} : { after }) };
    const page = await client.catalogue.templates(query);
    templates.push(...page.templates);
    after = page.next;
  } while (after !== undefined);
  tell(terminal, templates, options);
  return exit.success;
};

/** Its text alone, so that it can be kept in a file. */
export const showTemplate = async (
  terminal: Terminal,
  name: string,
  options: Options & { at?: number },
): Promise<number> => {
  const { client } = await mustRun(options.data);
  const version = options.at === undefined ? {} : { version: options.at };
  const template = await client.catalogue.template(name, { ...ofProject(options), ...version });
  if (options.json) terminal.json(template);
  else for (const line of template.text.replace(/\n$/, '').split('\n')) terminal.line(plain(line));
  return exit.success;
};

export const templateVersions = async (
  terminal: Terminal,
  name: string,
  options: Options & { limit: number },
): Promise<number> => {
  const { client } = await mustRun(options.data);
  const query = { ...ofProject(options), limit: options.limit };
  tell(terminal, (await client.catalogue.templateVersions(name, query)).versions, options);
  return exit.success;
};

interface Changing extends Options {
  ifVersion?: number;
}
const boundOf = ({ ifVersion }: Changing) => (ifVersion === undefined ? {} : { ifVersion });

export const putTemplate = async (
  terminal: Terminal,
  { name, file }: { name: string; file: string },
  options: Changing & { message?: string },
): Promise<number> => {
  const text = await readPipeline(file);
  const { client } = await mustRun(options.data);
  const message = options.message === undefined ? {} : { message: options.message };
  const answer = await client.catalogue.putTemplate(name, text, {
    ...ofProject(options),
    ...message,
    ...boundOf(options),
  });
  if (options.json) terminal.json(answer);
  else
    terminal.line(
      answer.result === 'unchanged'
        ? `${plain(name)} is so already, as version ${answer.template.version}`
        : `${plain(name)} is now version ${answer.template.version}`,
    );
  return exit.success;
};

export const removeTemplate = async (terminal: Terminal, name: string, options: Changing): Promise<number> => {
  const { client } = await mustRun(options.data);
  const template = await client.catalogue.removeTemplate(name, { ...ofProject(options), ...boundOf(options) });
  if (options.json) terminal.json(template);
  else terminal.line(`${plain(name)} is removed; pipelines that have it keep it`);
  return exit.success;
};
