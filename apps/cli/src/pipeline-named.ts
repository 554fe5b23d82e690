import type { YardClient } from '@switchyard/client';
import type { PipelineId, PipelineView } from '@switchyard/contracts';
import { isSortableId } from '@switchyard/kernel';
import { exit, Stop } from './exit.js';
import { plain } from './view/clean.js';

/** More than this are not looked through: then a name is no way to say which. */
const mostPages = 20;
/** Of other names, to help who mistyped one. */
const mostListed = 10;

/** The pipeline a word names: by its id, or by its name where that is the only one. */
export const pipelineNamed = async (client: YardClient, word: string, project?: string): Promise<PipelineId> => {
  if (isSortableId(word)) return word as PipelineId;
  const alike = await pipelinesLike(client, word, project);
  const [found, ...others] = alike.filter(({ name }) => name === word);
  if (found && others.length === 0) return found.id;
  const where = project === undefined ? '' : ` in project ${plain(project)}`;
  if (!found)
    throw new Stop(exit.badInput, `there is no pipeline ${plain(word)}${where}`, [
      alike.length > 0
        ? `there is: ${alike
            .slice(0, mostListed)
            .map(({ name }) => plain(name))
            .join(', ')}`
        : 'all of them: yard pipelines list',
    ]);
  const rows = [found, ...others].slice(0, mostListed).map(one => `${one.id} of project ${plain(one.project)}`);
  throw new Stop(exit.badInput, `${others.length + 1} pipelines are called ${plain(word)}`, [
    `name one by its id, or its project with --project: ${rows.join(', ')}`,
  ]);
};

const pipelinesLike = async (client: YardClient, name: string, project?: string): Promise<PipelineView[]> => {
  const found: PipelineView[] = [];
  let after: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const query = { name, limit: 200, ...(project === undefined ? {} : { project }) };
    const { pipelines, next } = await client.catalogue.list({ ...query, ...(after === undefined ? {} : { after }) });
    found.push(...pipelines);
    after = next;
    if (after === undefined) break;
  }
  return found;
};
